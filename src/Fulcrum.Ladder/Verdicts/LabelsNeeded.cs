using Fulcrum.Ladder.Inference;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>How many test rows would decide what is not decided.</summary>
internal static class LabelsNeeded
{
    /// <summary>Beyond so many times the rows there are, the difference will not stay as it is, and nothing is promised.</summary>
    public const int Most = 4;

    // Fewer rows do not tell how the figures vary.
    private const int FewestRows = 100;

    /// <summary>
    /// Rows of the test part, those there are included, with which the loss of a trial would be shown to be at most the margin, were its mean to stay
    /// and its standard deviation to fall with the root of the rows; <see langword="null"/> where there are too few to tell, or no number of rows would.
    /// </summary>
    public static int? Of(Standings standings, TrialReport trial, VerdictRules rules)
    {
        if (rules.TestRows < FewestRows) return null;
        var (mean, deviation) = standings.Loss(trial);
        var distance = Math.Max(rules.Margin - mean, rules.Margin / 2);
        var needed = Math.Pow(PairwiseDifferences.Power * deviation / distance, 2) * rules.TestRows;
        return needed <= rules.TestRows ? null : (int)Math.Min(int.MaxValue, Math.Ceiling(needed / 50) * 50);
    }
}
