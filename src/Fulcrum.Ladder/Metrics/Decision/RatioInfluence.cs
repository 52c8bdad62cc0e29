namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>A ratio of two sums over rows, as one value per row.</summary>
internal static class RatioInfluence
{
    /// <summary>
    /// The ratio plus its derivative by the weight of each row, times the number of rows: <c>r + n (a_i − r b_i) / Σ b</c>
    /// (Cochran 1977, 6.3). Zeros where all of <paramref name="below"/> are.
    /// </summary>
    /// <param name="above">What the ratio's upper sum is over.</param>
    /// <param name="below">What its lower sum is over, none negative; as many.</param>
    public static double[] PseudoValues(double[] above, double[] below)
    {
        var sum = below.Sum();
        if (sum == 0) return new double[above.Length];
        var ratio = above.Sum() / sum;
        return [.. above.Zip(below, (a, b) => ratio + (above.Length * (a - (ratio * b)) / sum))];
    }
}
