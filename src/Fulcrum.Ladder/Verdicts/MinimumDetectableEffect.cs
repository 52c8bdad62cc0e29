using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>How much two classifiers must differ for McNemar's test to notice (Connor 1987: 80 % power, two-sided).</summary>
public static class MinimumDetectableEffect
{
    // The 80 % quantile of the standard normal distribution.
    private const double ZPower = 0.8416212335729143;
    private const int Halvings = 60;

    /// <summary>The difference in accuracy, 0 to 1; null where so few examples show none.</summary>
    /// <param name="count">Examples that both answered, more than 0; of examples in groups their <see cref="EffectiveSize"/>.</param>
    /// <param name="discordance">The share of examples that one of them alone has right.</param>
    /// <param name="alpha">The level of the test.</param>
    public static double? Compute(double count, double discordance, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var zLevel = NormalDistribution.Quantile(1 - (alpha / 2));
        if (ExamplesNeeded(1, discordance, zLevel) > count) return null;
        var (hidden, visible) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (hidden + visible) / 2;
            if (ExamplesNeeded(middle, discordance, zLevel) <= count) visible = middle;
            else hidden = middle;
        }

        return visible;
    }

    /// <summary>Examples needed to see <paramref name="difference"/>; classifiers that differ by it disagree at least as often.</summary>
    internal static double ExamplesNeeded(double difference, double discordance, double zLevel)
    {
        var disagree = Math.Max(discordance, difference);
        var root = (zLevel * Math.Sqrt(disagree)) + (ZPower * Math.Sqrt(disagree - (difference * difference)));
        return root * root / (difference * difference);
    }
}
