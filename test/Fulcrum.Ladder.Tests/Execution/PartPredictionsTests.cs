using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class PartPredictionsTests
{
    private readonly TestTrials _trials = new();

    [Fact]
    public void Without_a_budget_all_examples_of_all_parts_are_predicted()
    {
        var context = _trials.Create(dev: 3, test: 120, shift: 2);

        var written = PartPredictions.Write(context, new Echo(), [], TestContext.Current.CancellationToken);

        Assert.Empty(written.Notes);
        Assert.Equal(
            context.Data.Test.Concat(context.Data.Dev).Concat(context.Data.Shift).Select(e => e.Id),
            _trials.Predictions.Select(p => p.Id));
        Assert.Equal([DatasetPart.Test, DatasetPart.Dev, DatasetPart.Shift], _trials.Predictions.Select(p => p.Part).Distinct());
    }

    [Fact]
    public void A_spent_budget_leaves_a_small_random_sample_of_test_and_shift_and_says_so()
    {
        var clock = new FakeTimeProvider();
        var context = _trials.Create(dev: 30, test: 200, shift: 20, clock: clock, budget: 1);
        clock.Advance(TimeSpan.FromSeconds(2));

        var written = PartPredictions.Write(context, new Echo(clock: clock), [], TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "The budget ended after 8 of the 200 test examples, drawn at random.",
                "The budget ended after 8 of the 30 dev examples, drawn at random.",
                "The budget ended after 8 of the 20 shift examples, drawn at random.",
            ],
            written.Notes);
        Assert.Equal(24, _trials.Predictions.Select(p => p.Id).Distinct().Count());
        Assert.NotEqual(context.Data.Test.Take(8).Select(e => e.Id), _trials.Predictions.Take(8).Select(p => p.Id));
    }

    [Fact]
    public void Parts_share_the_time_that_is_left_and_what_one_leaves_goes_to_the_next()
    {
        var clock = new FakeTimeProvider();
        var context = _trials.Create(dev: 100, test: 1000, shift: 1000, clock: clock, budget: 1000);

        PartPredictions.Write(context, new Echo(clock: clock), [], TestContext.Current.CancellationToken);

        // Of 1000 seconds 6 parts, then 1 of 4, then the rest, each to the end of a sample.
        Assert.InRange(Count(DatasetPart.Test), 600, 663);
        Assert.InRange(Count(DatasetPart.Dev), 80, 100);
        Assert.InRange(Count(DatasetPart.Shift), 240, 363);
        Assert.InRange(_trials.Predictions.Count, 1000, 1063);

        int Count(DatasetPart part) => _trials.Predictions.Count(p => p.Part == part);
    }

    [Fact]
    public void Rows_with_perturbed_copies_come_first_and_leave_time_for_the_copies()
    {
        var clock = new FakeTimeProvider();
        var context = _trials.Create(dev: 0, test: 1000, clock: clock, budget: 400, copied: 50);

        var written = PartPredictions.Write(context, new Echo(clock: clock), [], TestContext.Current.CancellationToken);

        // 6 of 8 parts, to the end of a sample.
        Assert.InRange(_trials.Predictions.Count, 300, 363);
        Assert.Equal(context.Data.Test.TakeLast(50).Select(e => e.Id).Order(), _trials.Predictions.Take(50).Select(p => p.Id).Order());
        Assert.Equal(_trials.Predictions.Select(p => p.Id).ToHashSet(), written.TestIds);
    }

    [Fact]
    public void What_a_predictor_says_is_logged()
    {
        PartPredictions.Write(_trials.Create(dev: 0, test: 3), new Echo(), [], TestContext.Current.CancellationToken);

        var (first, last) = (_trials.Predictions[0], _trials.Predictions[2]);
        Assert.Equal(("ham", "spam", 3, 4.5), (first.Labels, first.Predicted, first.PromptTokens, first.Milliseconds));
        Assert.Equal((null, "what?", 2), (last.Predicted, last.Raw, last.GeneratedTokens));
    }

    [Fact]
    public void Texts_that_were_cut_are_counted()
    {
        var written = PartPredictions.Write(
            _trials.Create(dev: 0, test: 3), new Echo(wasCut: true), [], TestContext.Current.CancellationToken);

        Assert.Equal("3 of 3 test texts were cut at the token limit; their head was read.", Assert.Single(written.Notes));
    }

    /// <summary>Says the wrong label, and every third time something that cannot be read; takes a second for each on a clock.</summary>
    private sealed class Echo(bool wasCut = false, FakeTimeProvider? clock = null) : IPredictor
    {
        public void Dispose()
        {
        }

        public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
        {
            clock?.Advance(TimeSpan.FromSeconds(inputs.Count));
            foreach (var (index, input) in inputs.Index())
            {
                var label = index % 3 == 2 ? null : (int?)(1 - Array.IndexOf(TestTrials.Labels, input.Text));
                answered(new Answer(index, 4.5)
                {
                    Labels = label is { } position ? [position] : null, PromptTokens = 3, WasCut = wasCut, Raw = label is null ? "what?" : null, GeneratedTokens = label is null ? 2 : 0,
                });
            }
        }
    }
}
