namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// How many independent examples would tell as much as those that come in groups: n divided by the design effect, the
/// ratio of the variance of the mean over groups to that over examples (Rao and Scott 1992, Biometrics 48, 577-585), and
/// by what few groups cost in degrees of freedom (Korn and Graubard 1998, Survey Methodology 24, 193-201).
/// </summary>
internal static class EffectiveSize
{
    private const double TwoSided = 0.975;

    /// <summary>What the bound counts beside the events that were seen; as many as Agresti and Coull (1998) add to a proportion.</summary>
    private const double EventsAssumed = 4;

    /// <summary>At most the number of examples, and exactly that where each is a group of its own.</summary>
    /// <param name="values">What was measured of each example, at least one.</param>
    /// <param name="clusters">The group of each, see <see cref="ExampleGroups.ClustersOf"/>.</param>
    public static double Compute(IReadOnlyList<double> values, IReadOnlyList<int> clusters)
    {
        var count = values.Count;
        var groups = clusters.Max() + 1;
        if (groups == count) return count;

        var mean = values.Average();
        var (sizes, deviations) = (new int[groups], new double[groups]);
        foreach (var (i, cluster) in clusters.Index())
        {
            sizes[cluster]++;
            deviations[cluster] += values[i] - mean;
        }

        var overExamples = values.Sum(v => (v - mean) * (v - mean)) / ((double)count * (count - 1));
        var overGroups = groups / (groups - 1.0) * deviations.Sum(d => d * d) / ((double)count * count);

        // At most a group counts as one example (Kish 1965). Few values that differ from the rest hardly tell how alike
        // a group is, and none tell nothing: the fewer, the nearer to that.
        var bound = sizes.Sum(size => (double)size * size) / count;
        var estimate = overExamples > 0 && groups > 1 ? Math.Max(1, overGroups / overExamples) : bound;
        var events = count - values.CountBy(value => value).Max(same => same.Value);
        var designEffect = (EventsAssumed * bound + events * estimate) / (EventsAssumed + events);
        var freedom = StudentT.Quantile(TwoSided, count - 1) / StudentT.Quantile(TwoSided, Math.Max(1, groups - 1));
        return count / designEffect * freedom * freedom;
    }
}
