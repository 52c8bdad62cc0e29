using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>
/// The exact permutation test for two classifiers on examples that come in groups (Fisher 1935; Good 2005, chapter 3): were
/// they equally good, the lead in each group might as well be the other's. With mid-p; where every group is one example it
/// is <see cref="McNemar"/>'s test.
/// </summary>
public static class SignFlipTest
{
    // Groups × examples; beyond, the sum of so many leads is normal for all that is shown of p.
    private const long MostSteps = 2_000_000_000;

    /// <summary>The two-sided mid-p value.</summary>
    /// <param name="leads">Per group, how many more of its examples the first classifier has right.</param>
    public static double MidP(IReadOnlyList<int> leads)
    {
        ArgumentNullException.ThrowIfNull(leads);
        int[] sizes = [.. leads.Select(Math.Abs).Where(size => size > 0)];
        var (total, lead) = (sizes.Sum(), Math.Abs(leads.Sum()));
        if (lead == 0) return 1;
        if ((long)sizes.Length * total > MostSteps)
            return 2 * NormalDistribution.Cumulative(-lead / Math.Sqrt(sizes.Sum(size => (double)size * size)));

        // How likely the groups that fall to the first add up to each sum.
        var chances = new double[total + 1];
        chances[0] = 1;
        var reached = 0;
        foreach (var size in sizes)
        {
            reached += size;
            for (var sum = reached; sum >= 0; sum--)
                chances[sum] = 0.5 * (chances[sum] + (sum >= size ? chances[sum - size] : 0));
        }

        // A sum of x is a lead of 2x - total; both tails are equal.
        var least = (total + lead) / 2;
        return Math.Min(1, 2 * ((chances[least] / 2) + chances.AsSpan(least + 1).ToArray().Sum()));
    }
}
