using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>The share of rows with a label that are answered with it; 0 where no row has it.</summary>
/// <param name="label">The label.</param>
internal sealed class LabelRecall(string label) : DecisionMetric
{
    public override string Name => new MetricName(MetricName.Recall, label).ToString();

    public override string Spoken => $"recall of `{label}`";

    public override double[] PseudoValues(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Prediction> log)
    {
        double[] has = [.. log.Select(row => row.Labels.Contains(label) ? 1.0 : 0)];
        return RatioInfluence.PseudoValues([.. log.Select((row, i) => has[i] > 0 && row.Predicted?.Contains(label) == true ? 1.0 : 0)], has);
    }
}
