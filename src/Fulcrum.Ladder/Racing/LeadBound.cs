namespace Fulcrum.Ladder.Racing;

/// <summary>
/// What an arm can lead another by at most, from the rows of dev that both answered: a one-sided betting confidence sequence for
/// means of bounded differences (Waudby-Smith and Ramdas 2023, "Estimating means of bounded random variables by betting", §4).
/// It holds at every number of rows at once, needs no normality, and is about as narrow as an exact test of as many rows.
/// </summary>
internal static class LeadBound
{
    /// <summary>How much of the wealth a bet may risk; the paper takes one half or three quarters.</summary>
    private const double LargestBet = 0.75;

    /// <summary>Whether the mean lead is below <paramref name="limit"/> but for a chance of <paramref name="alpha"/>.</summary>
    /// <param name="leads">Per row the score of the first less that of the second, -1 to 1, in an order that does not depend on them.</param>
    /// <param name="clusters">Per row the number of its group, from 0 in the order in which groups appear; rows of one are one piece of evidence.</param>
    /// <param name="limit">Above -1.</param>
    /// <param name="alpha">The chance of being wrong.</param>
    public static bool IsBelow(IReadOnlyList<double> leads, IReadOnlyList<int> clusters, double limit, double alpha)
    {
        if (limit > 1) return true;
        var groups = clusters.Count == 0 ? 0 : clusters.Max() + 1;
        var (sums, sizes) = (new double[groups], new int[groups]);
        foreach (var (lead, cluster) in leads.Zip(clusters))
        {
            sums[cluster] += lead - limit;
            sizes[cluster]++;
        }

        // A group's excess over the limit has the sign of the mean's; the largest group sets the scale.
        var scale = sizes.Max();
        var (wealth, sum, squares) = (1.0, 0.0, 1.0);
        for (var group = 0; group < groups; group++)
        {
            // What is known before this group decides the bet on it: a variance of 1, the largest, counts as one group.
            var bet = Math.Min(LargestBet / Math.Max(1 - limit, 1e-9), Math.Sqrt(2 * Math.Log(1 / alpha) / (groups * squares / (group + 1))));
            var excess = sums[group] / scale;
            wealth *= 1 - bet * excess;
            if (wealth >= 1 / alpha) return true;
            sum += excess;
            var mean = sum / (group + 2);
            squares += (excess - mean) * (excess - mean);
        }

        return false;
    }

    /// <summary>The smallest limit that <see cref="IsBelow"/> shows; 1 where it shows none.</summary>
    public static double Upper(IReadOnlyList<double> leads, IReadOnlyList<int> clusters, double alpha)
    {
        var (low, high) = (-1.0, 1.0);
        if (!IsBelow(leads, clusters, high, alpha)) return 1;
        while (high - low > 1e-4)
        {
            var middle = (low + high) / 2;
            if (IsBelow(leads, clusters, middle, alpha)) high = middle;
            else low = middle;
        }

        return high;
    }
}
