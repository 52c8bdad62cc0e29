namespace Fulcrum.Ladder.Metrics;

/// <summary>Percentiles with linear interpolation between neighbors (Hyndman and Fan's type 7, NumPy's default).</summary>
internal static class Percentile
{
    /// <summary>The value below which <paramref name="share"/> (0 to 1) of the ascending values lies; 0 where there are none.</summary>
    public static double OfSorted(IReadOnlyList<double> ascending, double share)
    {
        if (ascending.Count == 0) return 0;
        var position = share * (ascending.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, ascending.Count - 1);
        return ascending[below] + ((position - below) * (ascending[above] - ascending[below]));
    }
}
