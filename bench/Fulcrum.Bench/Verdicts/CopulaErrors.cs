using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Bench.Verdicts;

/// <summary>
/// Simulated rungs on the same rows: each is right with its own probability, two rows of a group with a given correlation of their scores, and the
/// normal variables behind the scores of two rungs on one row correlate with ½ (a Gaussian copula).
/// </summary>
internal sealed class CopulaErrors
{
    private const double OfTwoRungs = 0.5;
    private const int Halvings = 50;

    private readonly double[] _thresholds;
    private readonly double[] _ofGroups;

    private CopulaErrors(IReadOnlyList<double> accuracies, double[] ofGroups)
    {
        (Accuracies, _ofGroups) = (accuracies, ofGroups);
        _thresholds = [.. accuracies.Select(NormalDistribution.Quantile)];
    }

    /// <summary>The probability of each rung to be right.</summary>
    public IReadOnlyList<double> Accuracies { get; }

    /// <summary>Rungs whose scores of two rows of a group correlate equally.</summary>
    /// <param name="accuracies">The probability of each rung to be right, 0 to 1, exclusive.</param>
    /// <param name="correlation">Of the scores (intraclass correlation), 0 to below 1.</param>
    public static CopulaErrors OfScores(IReadOnlyList<double> accuracies, double correlation) =>
        new(accuracies, [.. accuracies.Select(accuracy => Latent(accuracy, correlation))]);

    /// <summary>Rungs of which the normal variables behind their scores correlate equally, which is quicker to set up.</summary>
    /// <param name="accuracies">The probability of each rung to be right, 0 to 1, exclusive.</param>
    /// <param name="correlation">Of the variables behind two rows of a group, 0 to below 1.</param>
    public static CopulaErrors OfLatents(IReadOnlyList<double> accuracies, double correlation) => new(accuracies, [.. accuracies.Select(_ => correlation)]);

    /// <summary>Of each rung the score of each row: 1 where it is right, else 0.</summary>
    /// <param name="clusters">The group of each row, numbered from 0.</param>
    /// <param name="random">Draws.</param>
    public double[][] Draw(int[] clusters, Random random)
    {
        var ofGroups = Latents(clusters.Max() + 1, random);
        var ofRows = Latents(clusters.Length, random);
        return
        [
            .. Accuracies.Select((_, rung) => clusters.Select((cluster, row) =>
                (Math.Sqrt(_ofGroups[rung]) * ofGroups[rung][cluster]) + (Math.Sqrt(1 - _ofGroups[rung]) * ofRows[rung][row]) < _thresholds[rung] ? 1.0 : 0).ToArray()),
        ];
    }

    private double[][] Latents(int count, Random random)
    {
        double[] shared = [.. Enumerable.Range(0, count).Select(_ => Normal.Next(random))];
        return [.. Accuracies.Select(_ => shared.Select(value => (Math.Sqrt(OfTwoRungs) * value) + (Math.Sqrt(1 - OfTwoRungs) * Normal.Next(random))).ToArray())];
    }

    /// <summary>The correlation of the normal variables of two rows that gives their scores <paramref name="correlation"/>.</summary>
    private static double Latent(double accuracy, double correlation)
    {
        if (correlation == 0) return 0;
        var wanted = (accuracy * accuracy) + (correlation * accuracy * (1 - accuracy));
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (BothRight(NormalDistribution.Quantile(accuracy), middle) < wanted) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>By the trapezoidal rule, which is exact to all digits for such an integrand.</summary>
    private static double BothRight(double threshold, double correlation)
    {
        const int Steps = 800;
        const double End = 8;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var z = End * ((2.0 * i / Steps) - 1);
            var right = NormalDistribution.Cumulative((threshold - (Math.Sqrt(correlation) * z)) / Math.Sqrt(1 - correlation));
            sum += right * right * NormalDistribution.Density(z);
        }

        return sum * 2 * End / Steps;
    }
}
