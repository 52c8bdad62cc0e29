using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Web.Reports;

/// <summary>The figure that the verdict is made by.</summary>
internal static class DecidingFigure
{
    /// <summary>Of a trial, with the interval that the table shows where the table has it; <see langword="null"/> where it is not known.</summary>
    public static Interval? Of(ComparisonReport report, TrialReport trial) => report.Verdict.Metric switch
    {
        MetricName.Accuracy => trial.Test?.Accuracy,
        MetricName.MacroF1 => trial.Test?.MacroF1,
        _ => report.Verdict.Rungs.FirstOrDefault(rung => rung.Trial == trial.Trial.Id)?.Figure,
    };

    /// <summary>Whether the table has a column for it anyway.</summary>
    public static bool IsShownAnyway(ComparisonReport report) => report.Verdict.Metric is MetricName.Accuracy or MetricName.MacroF1;

    /// <summary>As it stands in a sentence, e.g. <c>recall of phishing</c>.</summary>
    public static string Name(ComparisonReport report) => report.Verdict.Metric switch
    {
        MetricName.Accuracy => report.Task.Kind.AccuracyName,
        MetricName.Cost => "share of the cost saved",
        var metric => DecisionMetric.Parse(metric, []).Spoken.Replace("`", "", StringComparison.Ordinal),
    };
}
