using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class SingleTextLatencyTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TestTrials _trials = new();

    [Fact]
    public void A_hundred_texts_of_test_and_then_of_dev_are_asked_one_by_one_once_the_predictor_is_warm()
    {
        var asked = new Slow(_clock, milliseconds: 7);

        var latencies = SingleTextLatency.Measure(Trial(ranSeconds: 100), asked, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Repeat(7.0, 100), latencies);
        Assert.Equal(Enumerable.Repeat(1, 105), asked.Sizes);
        var timed = asked.Ids.Skip(5).ToArray();
        Assert.Equal(100, timed.Distinct().Count());
        Assert.Equal([.. Enumerable.Repeat("test", 90), .. Enumerable.Repeat("dev", 10)], timed.Select(id => id.Split('-')[0]));
    }

    [Fact]
    public void What_the_first_requests_take_is_not_counted()
    {
        var asked = new Slow(_clock, milliseconds: 7, first: 150);
        Assert.All(SingleTextLatency.Measure(Trial(ranSeconds: 100), asked, TestContext.Current.CancellationToken), milliseconds => Assert.Equal(7, milliseconds));
    }

    [Theory]
    [InlineData(100, 500, 6)] // 3 % of the trial are 3 s, one of seven requests is to warm up
    [InlineData(10_000, 1_000, 9)] // and never more than 10 s, two to warm up
    [InlineData(1, 500, 4)] // and never less than 2 s
    [InlineData(1, 9_000, 3)] // a few are always asked
    public void It_takes_a_small_part_of_the_trial(int ranSeconds, int milliseconds, int count) =>
        Assert.Equal(count, SingleTextLatency.Measure(Trial(ranSeconds), new Slow(_clock, milliseconds), TestContext.Current.CancellationToken).Count);

    [Theory]
    [InlineData(5, 96)] // half a second, 20 ms of it to warm up
    [InlineData(400, 3)]
    public void A_trial_whose_budget_is_spent_asks_for_half_a_second(int milliseconds, int count) => Assert.Equal(
        count, SingleTextLatency.Measure(Trial(ranSeconds: 100, budget: 60), new Slow(_clock, milliseconds), TestContext.Current.CancellationToken).Count);

    private TrialContext Trial(int ranSeconds, double? budget = null)
    {
        var context = _trials.Create(dev: 30, test: 90, clock: _clock, budget: budget);
        _clock.Advance(TimeSpan.FromSeconds(ranSeconds));
        return context;
    }

    private sealed class Slow(FakeTimeProvider clock, int milliseconds, int? first = null) : IPredictor
    {
        public List<int> Sizes { get; } = [];

        public List<string> Ids { get; } = [];

        public void Dispose()
        {
        }

        public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
        {
            Sizes.Add(inputs.Count);
            Ids.AddRange(inputs.Select(input => input.Id));
            clock.Advance(TimeSpan.FromMilliseconds(Sizes.Count == 1 ? first ?? milliseconds : milliseconds));
        }
    }
}
