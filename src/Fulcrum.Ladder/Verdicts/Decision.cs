using Fulcrum.Ladder.Costs;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>What the standings allow to be said.</summary>
/// <param name="Kind">How far the evidence goes.</param>
/// <param name="Chosen">The recommended trial, or the leader so far; <see langword="null"/> where no trial was judged.</param>
/// <param name="RunnersUp">The other trials that are shown to be within the margin, cheapest first.</param>
/// <param name="Grade">How sure it is.</param>
/// <param name="GradeReasons">Why it is not better, one sentence each.</param>
internal sealed record Decision(VerdictKind Kind, TrialReport? Chosen, IReadOnlyList<TrialReport> RunnersUp, Grade Grade, IReadOnlyList<string> GradeReasons)
{
    /// <summary>A probability that is enough to recommend.</summary>
    public const double Shown = 0.80;

    private const double Sure = 0.95;
    private const double Likely = 0.5;

    // On fewer effective rows the normal approximation promises more than it keeps (docs/results/verdict.md).
    private const double RowsForA = 150;
    private const double RowsForB = 30;
    private const double GroupsForA = 20;
    private const double GroupsForB = 10;

    /// <summary>No trial was judged.</summary>
    public static Decision None { get; } = new(VerdictKind.NotDecided, null, [], Grade.D, []);

    /// <summary>Trials, the cheapest first.</summary>
    public static TrialReport[] ByCost(IEnumerable<TrialReport> trials)
    {
        var byId = trials.ToDictionary(trial => trial.Trial.Id);
        return [.. CostOrder.Sort(byId.Values.Select(trial => trial.Cost!)).Select(cost => byId[cost.Trial])];
    }

    /// <summary>Decides by the probabilities of being within the margin.</summary>
    /// <param name="standings">The judged trials.</param>
    /// <param name="notJudged">Names of trials that got no fair chance: each may be better than all that were judged, so that nothing is decided yet.</param>
    public static Decision Of(Standings standings, IReadOnlyList<string> notJudged)
    {
        if (standings.Trials is [var only])
            return new Decision(VerdictKind.NotDecided, only, [], Grade.D, ["There is nothing to compare it with."]);
        var rows = standings.Estimate.EffectiveRows;
        var groups = standings.Estimate.Groups;
        var lack = rows < RowsForB ? FormattableString.Invariant($"The test part tells as much as {rows:0} independent rows; a decision needs {RowsForB}.")
            : groups < GroupsForB ? FormattableString.Invariant($"The test rows come in {groups:0} groups; a decision needs {GroupsForB}.")
            : null;
        var shown = lack is not null ? [] : ByCost(standings.Trials.Where(trial => standings.ProbabilityWithin(trial) >= Shown));
        var chosen = shown.FirstOrDefault() ?? standings.Leader;
        var probability = standings.ProbabilityWithin(chosen);
        var grade = shown.Length == 0 ? (probability >= Likely && lack is null ? Grade.C : Grade.D) : probability >= Sure ? Grade.A : Grade.B;
        var reasons = new List<string>();
        if (grade == Grade.A && rows < RowsForA)
        {
            grade = Grade.B;
            reasons.Add(FormattableString.Invariant($"The test part tells as much as {rows:0} independent rows; grade A needs {RowsForA}."));
        }

        if (grade == Grade.A && groups < GroupsForA)
        {
            grade = Grade.B;
            reasons.Add(FormattableString.Invariant($"The test rows come in {groups:0} groups; grade A needs {GroupsForA}."));
        }

        if (lack is not null) reasons.Add(lack);
        if (notJudged.Count > 0)
        {
            // What was judged stands in its order, but what was not may be better than all of it.
            if (grade < Grade.C) grade = Grade.C;
            reasons.Add($"Not judged, and perhaps better: {string.Join(", ", notJudged)}.");
            return new Decision(VerdictKind.NotDecided, chosen, [], grade, reasons);
        }

        var kind = shown.Length switch { 0 => VerdictKind.NotDecided, 1 => VerdictKind.Decided, _ => VerdictKind.Tie };
        return new Decision(kind, chosen, [.. shown.Skip(1)], grade, reasons);
    }
}
