namespace Fulcrum.Ladder.Verdicts;

/// <summary>
/// The exact test of McNemar (1947) with mid-p correction, as Fagerland, Lydersen and Laake (2013) recommend it: do two
/// classifiers err equally often on the same examples?
/// </summary>
public static class McNemar
{
    /// <summary>The two-sided mid-p value.</summary>
    /// <param name="onlyFirst">Examples that only the first classifier has right.</param>
    /// <param name="onlySecond">Examples that only the second classifier has right.</param>
    public static double MidP(int onlyFirst, int onlySecond)
    {
        if (onlyFirst == onlySecond) return 1;
        var discordant = onlyFirst + onlySecond;
        var fewer = Math.Min(onlyFirst, onlySecond);

        // Binomial(discordant, ½), in logarithms: 2^-discordant underflows beyond 1,074.
        var logPoint = -discordant * Math.Log(2);
        var tail = 0.0;
        for (var k = 0; k < fewer; k++)
        {
            tail += Math.Exp(logPoint);
            logPoint += Math.Log((double)(discordant - k) / (k + 1));
        }

        return Math.Min(1, (2 * tail) + Math.Exp(logPoint));
    }
}
