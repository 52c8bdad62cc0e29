namespace Fulcrum.Ladder.Metrics;

/// <summary>Student's t distribution with whole degrees of freedom (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).</summary>
internal static class StudentT
{
    // Beyond, it equals the normal distribution in the first five digits.
    private const int ManyDegrees = 100_000;
    private const int Halvings = 80;

    /// <summary>The value below which <paramref name="probability"/> (½ to 1, exclusive) lies.</summary>
    public static double Quantile(double probability, int degreesOfFreedom)
    {
        if (degreesOfFreedom > ManyDegrees) return NormalDistribution.Quantile(probability);

        // By the angle, which is finite where t is not.
        var (low, high) = (0.0, Math.PI / 2);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Within(middle, degreesOfFreedom) < (2 * probability) - 1) low = middle;
            else high = middle;
        }

        return Math.Tan(low) * Math.Sqrt(degreesOfFreedom);
    }

    /// <summary>The probability of a value farther from 0 than <paramref name="t"/>, in either direction.</summary>
    public static double TwoSided(double t, int degreesOfFreedom) => degreesOfFreedom > ManyDegrees
        ? 2 * NormalDistribution.Cumulative(-Math.Abs(t))
        : Math.Max(0, 1 - Within(Math.Atan(Math.Abs(t) / Math.Sqrt(degreesOfFreedom)), degreesOfFreedom));

    /// <summary>The probability of |t| below tan <paramref name="angle"/> · √<paramref name="degreesOfFreedom"/>.</summary>
    private static double Within(double angle, int degreesOfFreedom)
    {
        var (sine, cosine) = Math.SinCos(angle);
        var isOdd = degreesOfFreedom % 2 == 1;
        var (sum, term) = (0.0, isOdd ? cosine : 1.0);
        for (var power = isOdd ? 1 : 0; power <= degreesOfFreedom - 2; power += 2)
        {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }

        return isOdd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}
