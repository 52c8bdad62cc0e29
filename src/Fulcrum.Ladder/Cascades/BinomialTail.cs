namespace Fulcrum.Ladder.Cascades;

/// <summary>The lower tail of the binomial distribution: the p-value behind the interval of Clopper and Pearson (1934, Biometrika 26, 404-413).</summary>
internal static class BinomialTail
{
    /// <summary>The probability of at most <paramref name="events"/> events.</summary>
    /// <param name="events">At least 0.</param>
    /// <param name="count">How often it was tried.</param>
    /// <param name="probability">Of one event, between 0 and 1.</param>
    public static double AtMost(int events, int count, double probability)
    {
        if (events >= count) return 1;
        // In logarithms: the first term underflows where there are many rows.
        var logOdds = Math.Log(probability) - Math.Log(1 - probability);
        var logPoint = count * Math.Log(1 - probability);
        var sum = 0.0;
        for (var k = 0; k <= events; k++)
        {
            sum += Math.Exp(logPoint);
            logPoint += Math.Log((double)(count - k) / (k + 1)) + logOdds;
        }

        return Math.Min(1, sum);
    }
}
