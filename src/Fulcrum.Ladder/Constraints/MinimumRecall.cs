using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Constraints;

/// <summary>The share of a label's rows of test that are found.</summary>
/// <param name="label">The label.</param>
/// <param name="minimum">The share, 0 to 1.</param>
internal sealed class MinimumRecall(string label, double minimum) : IConstraint
{
    public string Key => $"constraints.min_recall.{label}";

    public Veto? Check(ConstraintSubject subject) => Measured(subject) is { Support: > 0 } measured && measured.Recall < minimum
        ? new Veto(subject.Trial.Id, Key, $"It finds {Figures(measured)}; at least {DisplayFormat.Percent(minimum)} are asked for.")
        : null;

    public string? Doubt(ConstraintSubject subject)
    {
        if (Measured(subject) is not { Support: > 0 } measured) return $"It answered no row of test with the label `{label}`: its recall is not known.";
        var interval = IntervalOf(measured);
        return interval.Low < minimum && minimum < interval.High
            ? $"It finds {Figures(measured)}: too few rows to say whether it finds {DisplayFormat.Percent(minimum)}."
            : null;
    }

    private LabelMetrics? Measured(ConstraintSubject subject) => subject.Test.PerLabel.FirstOrDefault(metrics => metrics.Label == label);

    private static Interval IntervalOf(LabelMetrics measured) => WilsonInterval.Compute(measured.Recall, measured.Support);

    private string Figures(LabelMetrics measured) =>
        $"{DisplayFormat.Percent(IntervalOf(measured))} of the {DisplayFormat.Count(measured.Support)}{DisplayFormat.Space}rows of `{label}`";
}
