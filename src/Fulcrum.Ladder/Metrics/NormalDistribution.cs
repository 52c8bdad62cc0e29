namespace Fulcrum.Ladder.Metrics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    // Beyond, the series loses its digits and the tail is below 1e-14.
    private const double Far = 7.5;
    private const int Halvings = 60;

    /// <summary>The probability of a value below <paramref name="z"/> (the series of Marsaglia 2004, Journal of Statistical Software 11).</summary>
    public static double Cumulative(double z)
    {
        if (Math.Abs(z) > Far) return z < 0 ? 0 : 1;
        var (sum, term) = (z, z);
        for (var odd = 3; Math.Abs(term) > 1e-17; odd += 2)
        {
            term *= z * z / odd;
            sum += term;
        }

        return 0.5 + (sum * Density(z));
    }

    /// <summary>The density at <paramref name="z"/>.</summary>
    public static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>The value below which <paramref name="probability"/> (0 to 1, exclusive) lies.</summary>
    public static double Quantile(double probability)
    {
        var (low, high) = (-Far, Far);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle) < probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
