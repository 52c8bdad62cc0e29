using Fulcrum.Ladder.Reports;

namespace Fulcrum.Web.Reports;

/// <summary>Columns of the ladder table that not every report has.</summary>
/// <param name="Figure">The heading of the figure that decides, where it is neither accuracy nor macro-F1.</param>
/// <param name="MicroF1">Whether more than one label may be right.</param>
/// <param name="Shift">Whether there is a shifted part.</param>
public sealed record LadderColumns(string? Figure, bool MicroF1, bool Shift)
{
    // Rung, model, accuracy, n, macro-F1, to the leader, p, within the margin, per 1,000, p95, p50, memory, ECE, total time, training, trained, artifact.
    private const int Always = 17;

    /// <summary>All columns.</summary>
    public int Count => Always + (Figure is null ? 0 : 1) + (MicroF1 ? 1 : 0) + (Shift ? 1 : 0);

    /// <summary>Those of a report.</summary>
    public static LadderColumns Of(ComparisonReport report) => new(
        DecidingFigure.IsShownAnyway(report) ? null : DecidingFigure.Name(report),
        report.Trials.Any(trial => trial.Test?.MicroF1 is not null),
        report.Trials.Any(trial => trial.Shift is not null));
}
