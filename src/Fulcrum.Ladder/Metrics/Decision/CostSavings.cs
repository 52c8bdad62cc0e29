using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>
/// Savings: the share of the cost of the best constant answer that is saved (Bahnsen, Aouada and Ottersten 2014, Example-dependent
/// cost-sensitive logistic regression for credit scoring). 1 where no answer costs anything, 0 for the constant answer, below 0 for what costs more.
/// Where a constant answer costs nothing there is nothing to save, and the figure is the negative mean cost.
/// </summary>
/// <param name="costs">What each answer costs.</param>
internal sealed class CostSavings(CostMatrix costs) : DecisionMetric
{
    public override string Name => MetricName.Cost;

    public override string Spoken => "share of the cost saved";

    /// <inheritdoc/>
    /// <remarks>The constant answer is chosen on the same rows; where it is one answer by a clear lead, its choice has no influence.</remarks>
    public override double[] PseudoValues(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Prediction> log)
    {
        double[] paid = [.. log.Select(costs.Of)];
        int[] truth = [.. log.Select(row => costs.IndexOf(row.Labels.Only))];
        var constant = Enumerable.Range(0, costs.Labels.Count).MinBy(answer => truth.Sum(label => costs[label, answer]));
        double[] reference = [.. truth.Select(label => costs[label, constant])];
        return reference.Sum() == 0
            ? [.. paid.Select(cost => -cost)]
            : [.. RatioInfluence.PseudoValues(paid, reference).Select(value => 1 - value)];
    }
}
