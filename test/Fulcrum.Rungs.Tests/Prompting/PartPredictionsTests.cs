using Fulcrum.Data;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tests.Prompting;

public sealed class PartPredictionsTests
{
    private readonly PromptTrials trials = new();

    [Fact]
    public void Without_a_budget_all_examples_of_all_parts_are_predicted()
    {
        var context = trials.Create("zero-shot", dev: 3, test: 120, shift: 2);

        var written = PartPredictions.Write(context, new Echo(), TestContext.Current.CancellationToken);

        Assert.Empty(written.Notes);
        Assert.Equal(
            context.Data.Test.Concat(context.Data.Dev).Concat(context.Data.Shift).Select(e => e.Id),
            trials.Predictions.Select(p => p.Id));
        Assert.Equal([DatasetPart.Test, DatasetPart.Dev, DatasetPart.Shift], trials.Predictions.Select(p => p.Part).Distinct());
    }

    [Fact]
    public void A_spent_budget_leaves_a_random_sample_of_fifty_and_says_so()
    {
        var context = trials.Create("zero-shot", dev: 0, test: 200, clock: new PromptTrials.SteppingClock(), budget: 1);

        var written = PartPredictions.Write(context, new Echo(), TestContext.Current.CancellationToken);

        Assert.Equal("The budget ended after 50 of the 200 test examples, drawn at random.", Assert.Single(written.Notes));
        Assert.Equal(50, trials.Predictions.Count);
        Assert.NotEqual(context.Data.Test.Take(50).Select(e => e.Id), trials.Predictions.Select(p => p.Id));
        Assert.True(trials.Predictions.Select(p => p.Id).Distinct().Count() == 50);
    }

    [Fact]
    public void What_a_classifier_says_is_logged()
    {
        PartPredictions.Write(trials.Create("zero-shot", dev: 0, test: 3), new Echo(), TestContext.Current.CancellationToken);

        var (first, last) = (trials.Predictions[0], trials.Predictions[2]);
        Assert.Equal(("ham", "spam", 3, 4.5), (first.Label, first.Predicted, first.PromptTokens, first.Milliseconds));
        Assert.Equal((null, "what?", 2), (last.Predicted, last.Raw, last.GeneratedTokens));
    }

    [Fact]
    public void Texts_that_were_cut_are_counted()
    {
        var written = PartPredictions.Write(
            trials.Create("zero-shot", dev: 0, test: 3), new Echo(wasCut: true), TestContext.Current.CancellationToken);

        Assert.Equal("3 of 3 test texts were cut at the token limit; their head was read.", Assert.Single(written.Notes));
    }

    /// <summary>Says the wrong label, and every third time something that cannot be read.</summary>
    private sealed class Echo(bool wasCut = false) : ITextClassifier
    {
        public void Classify(IReadOnlyList<Example> examples, Action<Classification> classified, Func<bool>? stop, CancellationToken cancellationToken)
        {
            foreach (var (i, example) in examples.Index())
            {
                if (stop!()) return;
                var label = i % 3 == 2 ? null : (int?)(1 - Array.IndexOf(PromptTrials.Labels, example.Label));
                classified(new Classification(example, label, new FormattedPrompt([1, 2, 3], wasCut), 4.5)
                {
                    Raw = label is null ? "what?" : null, GeneratedTokens = label is null ? 2 : 0,
                });
            }
        }
    }
}
