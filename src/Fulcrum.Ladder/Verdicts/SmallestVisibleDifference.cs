using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>How much two classifiers must differ for McNemar's test to notice (Connor 1987: 80 % power, two-sided α .05).</summary>
public static class SmallestVisibleDifference
{
    // The 80 % quantile of the standard normal distribution.
    private const double ZPower = 0.8416212335729143;
    private const int Halvings = 60;

    /// <summary>The difference in accuracy, 0 to 1.</summary>
    /// <param name="count">Examples that both answered, at least 1.</param>
    /// <param name="discordance">The share of examples that one of them alone has right.</param>
    public static double Compute(int count, double discordance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var (hidden, visible) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (hidden + visible) / 2;
            if (ExamplesNeeded(middle, discordance) <= count) visible = middle;
            else hidden = middle;
        }

        return visible;
    }

    /// <summary>Examples needed to see <paramref name="difference"/>; classifiers that differ by it disagree at least as often.</summary>
    internal static double ExamplesNeeded(double difference, double discordance)
    {
        var disagree = Math.Max(discordance, difference);
        var root = (WilsonInterval.Z * Math.Sqrt(disagree)) + (ZPower * Math.Sqrt(disagree - (difference * difference)));
        return root * root / (difference * difference);
    }
}
