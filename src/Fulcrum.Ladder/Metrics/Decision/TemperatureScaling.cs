using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>Temperature scaling (Guo et al. 2017, arXiv:1706.04599): the one number that probabilities are best sharpened or softened by.</summary>
internal static class TemperatureScaling
{
    private const double Sharpest = 0.1;
    private const double Softest = 10;
    private const int Steps = 40;
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>The temperature, 0.1 to 10, with the highest likelihood of the truth; its logarithm by golden section, as the likelihood has one maximum.</summary>
    /// <param name="rows">Probabilities per label, and the position of the true label; at least one.</param>
    public static double Fit(IReadOnlyList<(IReadOnlyList<double> Probabilities, int Truth)> rows)
    {
        var (low, high) = (Math.Log(Sharpest), Math.Log(Softest));
        var (left, right) = (high - (Golden * (high - low)), low + (Golden * (high - low)));
        var (lossLeft, lossRight) = (Loss(left), Loss(right));
        for (var step = 0; step < Steps; step++)
        {
            if (lossLeft <= lossRight)
            {
                (high, right, lossRight) = (right, left, lossLeft);
                left = high - (Golden * (high - low));
                lossLeft = Loss(left);
            }
            else
            {
                (low, left, lossLeft) = (left, right, lossRight);
                right = low + (Golden * (high - low));
                lossRight = Loss(right);
            }
        }

        return Math.Exp((low + high) / 2);

        double Loss(double logarithm)
        {
            var temperature = Math.Exp(logarithm);
            return rows.Sum(row => TaskKind.Classification.Loss(DecisionRule.Scale(row.Probabilities, temperature), [row.Truth]));
        }
    }
}
