using Fulcrum.Ladder.Constraints;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Web.Reports;

/// <summary>What the verdict says of one trial.</summary>
public sealed record TrialState
{
    private TrialState(TrialReport trial) => Trial = trial;

    /// <summary>The trial.</summary>
    public TrialReport Trial { get; }

    /// <summary>Whether it is the recommended one, or the leader so far where nothing is decided.</summary>
    public bool Recommended { get; private init; }

    /// <summary>Whether the others are compared with it.</summary>
    public bool IsLeader { get; private init; }

    /// <summary>Whether it was compared with the others.</summary>
    public bool IsJudged { get; private init; }

    /// <summary>Why it was not judged; <see langword="null"/> where it was, or failed.</summary>
    public NotJudged? NotJudged { get; private init; }

    /// <summary>The constraints that it breaks.</summary>
    public IReadOnlyList<Veto> Vetoes { get; private init; } = [];

    /// <summary>The figure that decides; <see langword="null"/> where there is none.</summary>
    public Interval? Figure { get; private init; }

    /// <summary>The probability that it loses at most the margin to the best.</summary>
    public double? ProbabilityWithinMargin { get; private init; }

    /// <summary>Against the leader; <see langword="null"/> for the leader, and where it was not judged.</summary>
    public Comparison? Comparison { get; private init; }

    /// <summary>Whether another is nowhere worse and somewhere better.</summary>
    public bool IsDominated { get; private init; }

    /// <summary>In the order of the report.</summary>
    public static IReadOnlyList<TrialState> All(ComparisonReport report) => [.. report.Trials.Select(trial => Of(report, trial))];

    private static TrialState Of(ComparisonReport report, TrialReport trial)
    {
        var (verdict, id) = (report.Verdict, trial.Trial.Id);
        var rung = verdict.Rungs.FirstOrDefault(other => other.Trial == id);
        return new TrialState(trial)
        {
            Recommended = verdict.RecommendedTrial == id,
            IsLeader = verdict.LeadingTrial == id,
            IsJudged = rung is { IsJudged: true },
            NotJudged = verdict.NotJudged.FirstOrDefault(other => other.Trial == id),
            Vetoes = [.. verdict.Vetoes.Where(veto => veto.Trial == id)],
            Figure = DecidingFigure.Of(report, trial),
            ProbabilityWithinMargin = rung?.ProbabilityWithinMargin,
            Comparison = verdict.Comparisons.FirstOrDefault(comparison => comparison.Trial == id),
            IsDominated = verdict.Dominated.Any(dominated => dominated.Trial == id),
        };
    }
}
