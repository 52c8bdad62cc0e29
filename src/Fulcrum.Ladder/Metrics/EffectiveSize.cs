namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// How many independent examples would tell as much as those that come in groups: n divided by the design effect, see <see cref="DesignEffect"/>.
/// What few groups cost in degrees of freedom (Korn and Graubard 1998, Survey Methodology 24, 193-201) is taken off the part of the variance that
/// lies between groups.
/// </summary>
internal static class EffectiveSize
{
    private const double TwoSided = 0.975;

    /// <summary>At most the number of examples, and exactly that where each is a group of its own.</summary>
    /// <param name="values">What was measured of each example, at least one.</param>
    /// <param name="clusters">The group of each, see <see cref="ExampleGroups.ClustersOf"/>.</param>
    /// <param name="effect">What all trials show of the groups; <see langword="null"/>: what these values do.</param>
    public static double Compute(double[] values, int[] clusters, DesignEffect? effect = null)
    {
        var (count, groups) = (clusters.Length, clusters.Max() + 1);
        if (groups == count) return count;

        var sizes = new int[groups];
        foreach (var cluster in clusters) sizes[cluster]++;
        var alike = (effect ?? DesignEffect.Of((values, clusters))).IntraclassCorrelation(values, clusters);
        var freedom = StudentT.Quantile(TwoSided, Math.Max(1, groups - 1)) / StudentT.Quantile(TwoSided, count - 1);
        return count / (1 - alike + (alike * MeanGroup(sizes) * freedom * freedom));
    }

    /// <summary>The size of the group that an example is in, on average over examples: the design effect where all of a group score the same.</summary>
    public static double MeanGroup(IReadOnlyList<int> sizes) => sizes.Sum(size => (double)size * size) / sizes.Sum();
}
