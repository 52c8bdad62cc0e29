using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Gates;

/// <summary>What a gate is held against: the recommended trial of a run, or the leader where nothing is decided.</summary>
internal sealed class GateSubject
{
    private GateSubject(TrialReport trial, ComparisonReport report)
    {
        (Trial, Verdict) = (trial, report.Verdict);
        var rows = report.Trials.Max(other => other.Test?.Count ?? 0);
        Independence = Verdict.EffectiveRows > 0 ? Math.Min(1, Verdict.EffectiveRows / rows) : 1;
    }

    /// <summary>The trial.</summary>
    public TrialReport Trial { get; }

    /// <summary>Its figures on test.</summary>
    public TaskMetrics Test => Trial.Test!;

    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; }

    /// <summary>How many independent rows a test row is worth, at most 1: less where rows come in groups.</summary>
    public double Independence { get; }

    /// <summary>The trial that the verdict names; <see langword="null"/> where it names none.</summary>
    public static GateSubject? Of(ComparisonReport report) =>
        report.Trials.FirstOrDefault(trial => trial.Trial.Id == report.Verdict.RecommendedTrial) is { Test: not null } trial ? new GateSubject(trial, report) : null;
}
