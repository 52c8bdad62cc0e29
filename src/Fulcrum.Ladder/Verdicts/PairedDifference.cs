using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>
/// The score interval of a difference of paired proportions (Tango 1998, Statistics in Medicine 17, 891-908): Wilson's
/// idea for two classifiers on the same examples.
/// </summary>
public static class PairedDifference
{
    // Halvings of an interval no longer than 2: beyond double precision.
    private const int Halvings = 60;

    /// <summary>Accuracy of the first minus accuracy of the second, with its 95 % interval.</summary>
    /// <param name="onlyFirst">Examples that only the first has right.</param>
    /// <param name="onlySecond">Examples that only the second has right.</param>
    /// <param name="count">All examples, more than 0. Of examples in groups, all three as of their <see cref="EffectiveSize"/>.</param>
    public static Interval Compute(double onlyFirst, double onlySecond, double count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var difference = (onlyFirst - onlySecond) / count;
        return new Interval(
            difference,
            Edge(accepted: difference, rejected: -1),
            Edge(accepted: difference, rejected: 1));

        double Edge(double accepted, double rejected)
        {
            for (var i = 0; i < Halvings; i++)
            {
                var middle = (accepted + rejected) / 2;
                if (Math.Abs(Score(onlyFirst, onlySecond, count, middle)) < WilsonInterval.Z) accepted = middle;
                else rejected = middle;
            }

            return accepted;
        }
    }

    /// <summary>
    /// The interval as the test of equality decides about 0, so that the two never contradict each other: with 0 where that test
    /// does not reject it, and on one side of 0 where it does. All other differences are those that the score test accepts.
    /// </summary>
    /// <param name="difference">The score interval.</param>
    /// <param name="isSignificant">Whether the test of equality rejects, after any correction.</param>
    public static Interval AgreeingWith(Interval difference, bool isSignificant) =>
        !isSignificant ? difference with { Low = Math.Min(difference.Low, 0), High = Math.Max(difference.High, 0) }
        : difference.Value > 0 ? difference with { Low = Math.Max(difference.Low, 0) }
        : difference with { High = Math.Min(difference.High, 0) };

    /// <summary>The score statistic of the hypothesis that the difference is <paramref name="delta"/>: standard normal if it is.</summary>
    private static double Score(double b, double c, double n, double delta)
    {
        // The share of "only second" that is likeliest under the hypothesis: the root of a quadratic equation.
        var linear = -b - c + (((2 * n) - b + c) * delta);
        var constant = -c * delta * (1 - delta);
        var share = (Math.Sqrt(Math.Max(0, (linear * linear) - (8 * n * constant))) - linear) / (4 * n);
        return (b - c - (n * delta)) / Math.Sqrt(n * ((2 * share) + (delta * (1 - delta))));
    }
}
