namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// How many independent examples would tell as much as those that come in groups: n divided by the design effect, the
/// ratio of the variance of the mean over groups to that over examples (Rao and Scott 1992, Biometrics 48, 577-585), and
/// by what few groups cost in degrees of freedom (Korn and Graubard 1998, Survey Methodology 24, 193-201).
/// </summary>
internal static class EffectiveSize
{
    private const double TwoSided = 0.975;

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

        // Values without any spread do not tell how alike a group is: then it counts as one example (Kish 1965).
        var designEffect = overExamples > 0 && groups > 1
            ? Math.Max(1, overGroups / overExamples)
            : sizes.Sum(size => (double)size * size) / count;
        var freedom = StudentT.Quantile(TwoSided, count - 1) / StudentT.Quantile(TwoSided, Math.Max(1, groups - 1));
        return count / designEffect * freedom * freedom;
    }
}
