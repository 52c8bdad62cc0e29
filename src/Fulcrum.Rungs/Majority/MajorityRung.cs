using System.Text.Json.Nodes;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Rungs.Majority;

/// <summary>
/// Answers every text with the labels' shares of the rows of train as probabilities, and so with the most frequent label (the first of
/// several), or where any number of them is right with those that more than half of the rows have.
/// </summary>
public sealed class MajorityRung : IRung
{
    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "majority", Class = RungClass.NoModel, Summary = "always the most frequent label", IsBaseline = true, IsQuick = true, TaskKinds = TaskKind.All,
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var counts = context.Train.SelectMany(example => example.Labels).CountBy(label => label).ToDictionary();
        double[] shares = [.. context.Labels.Select(label => counts.GetValueOrDefault(label) / (double)context.Train.Count)];
        return new FitReport
        {
            Chosen = new JsonObject { ["label"] = context.Kind.ToLabels(context.Kind.Decide(shares, DecisionRule.None), context.Labels).ToString() },
            Predictor = FitContext.Record(new LabelShares(shares)),
        };
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact) => artifact.Settings<LabelShares>().Shares is { } shares && shares.Count == artifact.Manifest.Labels.Count
        ? new MajorityPredictor(shares)
        : throw artifact.Invalid("does not give each label a share");

    /// <param name="Shares">Of the rows of train, per label.</param>
    private sealed record LabelShares(IReadOnlyList<double> Shares);

    private sealed class MajorityPredictor(IReadOnlyList<double> shares) : IPredictor
    {
        public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
        {
            for (var index = 0; index < inputs.Count; index++) answered(Answer.Of(index, shares, milliseconds: 0));
        }

        public void Dispose()
        {
        }
    }
}
