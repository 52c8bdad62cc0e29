using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>One trial against another on the same rows.</summary>
/// <param name="Trial">The one.</param>
/// <param name="Against">The other.</param>
/// <param name="Difference">Figure of <paramref name="Trial"/> minus that of <paramref name="Against"/>, with the 95 % interval that holds for all pairs at once.</param>
/// <param name="PValue">Whether the two are equal, of this pair alone: t test of the paired difference, groups taken as independent.</param>
/// <param name="AdjustedPValue">The same, adjusted for all pairs (max-T). Below .05 where the interval does not hold 0.</param>
public sealed record Comparison(string Trial, string Against, Interval Difference, double PValue, double AdjustedPValue)
{
    /// <summary>Test rows that both answered.</summary>
    public int Rows { get; init; }

    /// <summary>Where the difference is not significant: the smallest one that this test shows in 80 % of all cases, 0 to 1.</summary>
    public double? MinimumDetectableEffect { get; init; }

    /// <summary>Whether <see cref="Trial"/> is significantly worse.</summary>
    internal bool IsWorse => AdjustedPValue < VerdictMaker.Alpha && Difference.Value < 0;
}
