namespace Fulcrum.Ladder.Metrics;

/// <summary>Percentiles with linear interpolation between neighbors (Hyndman and Fan's type 7, NumPy's default), and how well they are known.</summary>
internal static class Percentile
{
    private const double Outside = 0.025;

    /// <summary>The value below which <paramref name="share"/> (0 to 1) of the ascending values lies; 0 where there are none.</summary>
    public static double OfSorted(IReadOnlyList<double> ascending, double share)
    {
        if (ascending.Count == 0) return 0;
        var position = share * (ascending.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, ascending.Count - 1);
        return ascending[below] + ((position - below) * (ascending[above] - ascending[below]));
    }

    /// <summary>
    /// The percentile with an interval that holds it at least 95 times in a hundred, whatever the distribution: from one of the values to another
    /// (Hahn and Meeker 1991, Statistical Intervals, 5.2). How many of n independent values lie below the percentile is binomial, and with at most
    /// 2½ % each fewer do than the lower rank says, or more than the upper one.
    /// </summary>
    /// <param name="ascending">The values, independent of each other.</param>
    /// <param name="share">The share that lies below, above 0 and below 1.</param>
    /// <returns><see langword="null"/> where even the least or the greatest value may lie on the wrong side.</returns>
    public static Interval? IntervalOfSorted(IReadOnlyList<double> ascending, double share)
    {
        var count = ascending.Count;
        var (low, high) = (-1, -1);
        // The binomial distribution function up to k, in logarithms: the chance of none underflows beyond some thousands.
        var (below, logPoint) = (0.0, count * Math.Log(1 - share));
        for (var k = 0; k < count && high < 0; k++)
        {
            below += Math.Exp(logPoint);
            logPoint += Math.Log((double)(count - k) / (k + 1) * share / (1 - share));
            if (below <= Outside) low = k;
            if (below >= 1 - Outside) high = k;
        }

        return low < 0 || high < 0 ? null : new Interval(OfSorted(ascending, share), ascending[low], ascending[high]);
    }
}
