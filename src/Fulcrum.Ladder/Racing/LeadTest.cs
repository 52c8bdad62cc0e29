
namespace Fulcrum.Ladder.Racing;

/// <summary>Whether an arm can still catch up with another, by the rows of dev that both answered.</summary>
/// <param name="setup">The race.</param>
internal sealed class LeadTest(RaceSetup setup)
{
    /// <summary>Rows in common below which nothing is decided.</summary>
    public const int FewestRows = 50;

    /// <summary>The chance that any of the looks at an arm drops it wrongly.</summary>
    private const double Alpha = 0.05;

    /// <summary>What settings that a pilot did not try may add: more than searches of rates and prompts have gained on average, see decision 22.</summary>
    private const double UntriedSettings = 0.05;

    /// <summary>What a further factor of four in rows gains, as a share of what the last one gained.</summary>
    private const double Shrinking = 0.7;

    /// <summary>An arm that is not that much better than always the same answer has not begun to learn.</summary>
    private const double Ground = 0.03;

    // Each new result of either is a look at the pair; whole trials and three sizes of both.
    private double AlphaOfLook => Alpha / (8 * Math.Max(1, setup.Arms.Count - 1));

    /// <summary>Why an arm that is open cannot catch up with a rival; null where it can, or where that is not known yet.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="rival">The rival.</param>
    /// <param name="baseline">The arm that does not read the text, where there is one.</param>
    public ArmDrop? Drop(Arm arm, Arm rival, Arm? baseline)
    {
        if (arm.Latest is not { } latest || rival.Latest is not { } other || latest.DevMean >= other.DevMean) return null;
        var sizes = arm.Curve.Count;
        if (sizes < (arm.IsPrompted ? 1 : 2)) return null;
        // What has not begun to learn has no curve to be continued: it gets the largest pilot first.
        var isLearning = baseline?.Latest is not { } ground || Lead(latest, ground).Leads.DefaultIfEmpty().Average() >= Ground;
        if (!arm.IsPrompted && arm.NextPilot is not null && !isLearning) return null;
        var (leads, clusters) = Lead(latest, other);
        var allowance = Allowance(arm);
        if (leads.Length < FewestRows || !LeadBound.IsBelow(leads, clusters, -allowance, AlphaOfLook)) return null;
        var common = setup.DevOrder.Where(id => latest.DevScores.ContainsKey(id) && other.DevScores.ContainsKey(id)).ToArray();
        return new ArmDrop(
            rival.Whole.Id,
            leads.Length,
            common.Average(id => latest.DevScores[id]),
            common.Average(id => other.DevScores[id]),
            LeadBound.Upper(leads, clusters, AlphaOfLook),
            allowance,
            latest.Trial.Pilot?.TrainRows ?? setup.TrainRows);
    }

    /// <summary>Whether a finalist is shown to be behind another.</summary>
    public bool IsBehind(RaceOutcome one, RaceOutcome other)
    {
        var (leads, clusters) = Lead(one, other);
        return leads.Length >= FewestRows && LeadBound.IsBelow(leads, clusters, 0, AlphaOfLook);
    }

    /// <summary>What the arm may gain yet: its last gain, with one standard error, for each further factor of four, and what other settings may add.</summary>
    private double Allowance(Arm arm)
    {
        if (arm.IsPrompted) return UntriedSettings;
        var (last, earlier) = (arm.Curve[^1], arm.Curve[^2]);
        var (gains, _) = Lead(last, earlier);
        if (gains.Length == 0) return double.PositiveInfinity;
        var mean = gains.Average();
        var error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / Math.Max(1, gains.Length - 1) / gains.Length);
        var gained = Math.Max(0, mean) + error;
        var (further, factor) = (0.0, Shrinking);
        for (var left = Math.Log((double)setup.TrainRows / last.Trial.Pilot!.TrainRows, 4); left > 0; left--, factor *= Shrinking)
            further += Math.Min(1, left) * factor * gained;
        return UntriedSettings + further;
    }

    /// <summary>Per row of dev that both answered, in the order of the setup, the score of the first less that of the second; and its group.</summary>
    private (double[] Leads, int[] Clusters) Lead(RaceOutcome first, RaceOutcome second)
    {
        string[] common = [.. setup.DevOrder.Where(id => first.DevScores.ContainsKey(id) && second.DevScores.ContainsKey(id))];
        return ([.. common.Select(id => first.DevScores[id] - second.DevScores[id])], setup.DevGroups.ClustersOf(common));
    }
}
