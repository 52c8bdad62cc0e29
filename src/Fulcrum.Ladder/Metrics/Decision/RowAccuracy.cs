using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>The mean score of rows: accuracy, or subset accuracy where several labels may be right.</summary>
internal sealed class RowAccuracy : DecisionMetric
{
    public override string Name => MetricName.Accuracy;

    public override string Spoken => "accuracy";

    public override double[] PseudoValues(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Prediction> log) =>
        [.. log.Select(row => kind.Score(row.Predicted, row.Labels))];
}
