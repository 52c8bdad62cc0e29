using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class SingleTextLatencyTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TestTrials _trials = new();

    [Fact]
    public void Twenty_texts_are_asked_one_by_one_and_timed()
    {
        var asked = new Slow(_clock, milliseconds: 7);

        var latencies = SingleTextLatency.Measure(Trial(ranSeconds: 100), asked, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Repeat(7.0, 20), latencies);
        Assert.Equal(Enumerable.Repeat(1, 20), asked.Sizes);
        Assert.Equal(20, asked.Ids.Distinct().Count());
    }

    [Theory]
    [InlineData(100, 500, 7)] // 3 % of the trial are 3 s
    [InlineData(10_000, 1_000, 11)] // and never more than 10 s
    [InlineData(1, 500, 3)] // a few are always asked
    public void It_takes_a_small_part_of_the_trial(int ranSeconds, int milliseconds, int count) =>
        Assert.Equal(count, SingleTextLatency.Measure(Trial(ranSeconds), new Slow(_clock, milliseconds), TestContext.Current.CancellationToken).Count);

    private TrialContext Trial(int ranSeconds)
    {
        var context = _trials.Create(test: 40, clock: _clock);
        _clock.Advance(TimeSpan.FromSeconds(ranSeconds));
        return context;
    }

    private sealed class Slow(FakeTimeProvider clock, int milliseconds) : IPredictor
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
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        }
    }
}
