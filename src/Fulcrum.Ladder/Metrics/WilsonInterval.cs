namespace Fulcrum.Ladder.Metrics;

/// <summary>The score interval of a proportion (Wilson 1927), which holds its level where n is small or p near 0 or 1.</summary>
public static class WilsonInterval
{
    /// <summary>The 97.5 % quantile of the standard normal distribution.</summary>
    internal const double Z = 1.959963984540054;

    /// <summary>The 95 % interval of the share <paramref name="p"/> (0 to 1) of so many examples, or of an effective number of them; above 0.</summary>
    public static Interval Compute(double p, double count)
    {
        var shrink = 1 + (Z * Z / count);
        var center = (p + (Z * Z / (2 * count))) / shrink;
        var half = Z * Math.Sqrt((p * (1 - p) / count) + (Z * Z / (4.0 * count * count))) / shrink;

        // At the ends the formula equals p up to rounding.
        return new Interval(p, Math.Clamp(center - half, 0, p), Math.Clamp(center + half, p, 1));
    }
}
