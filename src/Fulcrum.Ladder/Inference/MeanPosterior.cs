using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Inference;

/// <summary>
/// What is believed of the arms' true means after seeing the test part: draws from the posterior of a hierarchical normal model (Gelman et al.,
/// Bayesian Data Analysis, 5.4). The arms that compete for the first place are taken as drawn from one population of unknown mean and spread;
/// the spread is averaged over, so that arms that look alike shrink towards each other and the best of many is not believed to be as good as it
/// looked. Few groups make the tails those of Student's t.
/// </summary>
internal sealed class MeanPosterior
{
    private const int Draws = 4000;

    // An arm this many standard errors behind the leader does not compete for the first place.
    private const double FarBehind = 4;

    // Estimated variances are themselves uncertain, and lowest for the arms that look best by luck: without a fifth more, and more still where groups
    // are few, rungs were within the margin less often than said (docs/results/verdict.md).
    private const double Inflation = 1.2;
    private const double InflationOfGroups = 4;

    // The spread of rungs in shares of rows; half-Cauchy (Gelman 2006), so wide that it prefers none.
    private const double SpreadScale = 0.3;
    private static readonly double[] Spreads = [0.001, 0.002, 0.004, 0.007, 0.01, 0.015, 0.022, 0.033, 0.05, 0.075, 0.11, 0.17, 0.25, 0.4];
    private const int Scales = 9;

    private readonly double[][] _draws;
    private readonly double[] _best;

    private MeanPosterior(double[][] draws)
    {
        _draws = draws;
        _best = [.. Enumerable.Range(0, Draws).Select(draw => draws.Max(arm => arm[draw]))];
    }

    /// <summary>The posterior of the arms' means.</summary>
    public static MeanPosterior Of(JointEstimate estimate)
    {
        var arms = estimate.Means.Count;
        var leader = Enumerable.Range(0, arms).MaxBy(arm => estimate.Means[arm]);
        int[] pack =
        [
            .. Enumerable.Range(0, arms).Where(arm =>
                arm == leader || estimate.Means[leader] - estimate.Means[arm] < FarBehind * Math.Sqrt(estimate.VarianceOfDifference(leader, arm))),
        ];
        var draws = new double[arms][];
        var competing = Pack(estimate.Of(pack), new NormalDraws(seed: arms));
        foreach (var (place, arm) in pack.Index()) draws[arm] = competing[place];
        var random = new NormalDraws(seed: arms + 1);
        foreach (var arm in Enumerable.Range(0, arms).Except(pack))
        {
            var error = Math.Sqrt(estimate.Covariance[arm, arm]);
            draws[arm] = [.. Enumerable.Range(0, Draws).Select(_ => estimate.Means[arm] + (error * random.Next() * random.StudentScale(estimate.Freedom)))];
        }

        return new MeanPosterior(draws);
    }

    /// <summary>The probability that no arm is better than this one by more than a margin.</summary>
    public double ProbabilityWithin(int arm, double margin) => Share(draw => _best[draw] - _draws[arm][draw] <= margin);

    /// <summary>What is believed of an arm: its mean, corrected for its having been picked by this very figure, and the interval that holds the truth with a probability of 95 %.</summary>
    public Interval Interval(int arm)
    {
        double[] sorted = [.. _draws[arm].Order()];
        return new Interval(sorted.Average(), Percentile.OfSorted(sorted, 0.025), Percentile.OfSorted(sorted, 0.975));
    }

    /// <summary>By how much the best arm is better than this one: mean and standard deviation.</summary>
    public (double Mean, double Deviation) Loss(int arm)
    {
        double[] losses = [.. _best.Select((best, draw) => best - _draws[arm][draw])];
        var mean = losses.Average();
        return (mean, Math.Sqrt(losses.Average(loss => (loss - mean) * (loss - mean))));
    }

    private static double Share(Func<int, bool> holds) => (double)Enumerable.Range(0, Draws).Count(holds) / Draws;

    private static double[][] Pack(JointEstimate estimate, NormalDraws random)
    {
        var arms = estimate.Means.Count;
        var inflation = Inflation * (1 + (InflationOfGroups / estimate.Groups));
        Component[] components = [.. Variances(estimate.Freedom).Select(scale => inflation * scale).SelectMany(scale => arms == 1 ? [Component.Flat(estimate, scale)] : Spreads.Select((_, i) => Component.Of(estimate, scale, i)))];
        var highest = components.Max(component => component.LogWeight);
        double[] weights = [.. components.Select(component => Math.Exp(component.LogWeight - highest))];
        var total = weights.Sum();
        var draws = Enumerable.Range(0, arms).Select(_ => new double[Draws]).ToArray();
        var (done, owed) = (0, 0.0);
        var independent = new double[arms];
        foreach (var (component, weight) in components.Zip(weights))
        {
            // As many draws as its weight is worth, what rounding left of the components before it included.
            owed += weight / total * Draws;
            for (; done < Math.Min(Draws, (int)Math.Round(owed)); done++)
            {
                random.Fill(independent);
                var errors = component.Factor.Multiply(independent);
                for (var arm = 0; arm < arms; arm++) draws[arm][done] = component.Mean[arm] + errors[arm];
            }
        }

        return draws;
    }

    /// <summary>What the estimated variances may have to be multiplied with, equally likely: ν/χ²ν in its quantiles.</summary>
    private static IEnumerable<double> Variances(int freedom)
    {
        for (var i = 0; i < Scales; i++)
        {
            var ninth = 2 / (9.0 * freedom);
            yield return 1 / Math.Pow(Math.Max(0.05, 1 - ninth + (NormalDistribution.Quantile((i + 0.5) / Scales) * Math.Sqrt(ninth))), 3);
        }
    }

    /// <summary>The posterior for one spread and one scale of the variances: a normal distribution, and its weight.</summary>
    private sealed record Component(double LogWeight, double[] Mean, Cholesky Factor)
    {
        public static Component Flat(JointEstimate estimate, double scale) =>
            new(0, [.. estimate.Means], new Cholesky(new[,] { { estimate.Covariance[0, 0] * scale } }));

        public static Component Of(JointEstimate estimate, double scale, int index)
        {
            var arms = estimate.Means.Count;
            var spread = Spreads[index];
            var square = spread * spread;
            var marginal = new double[arms, arms];
            for (var row = 0; row < arms; row++)
                for (var column = 0; column < arms; column++) marginal[row, column] = (scale * estimate.Covariance[row, column]) + (row == column ? square : 0);
            var factor = new Cholesky(marginal);
            var ones = Enumerable.Repeat(1.0, arms).ToArray();
            var toOnes = factor.Solve(ones);
            var precision = toOnes.Sum();
            var center = toOnes.Zip(estimate.Means, (weight, mean) => weight * mean).Sum() / precision;
            double[] residual = [.. estimate.Means.Select(mean => mean - center)];
            var solved = factor.Solve(residual);
            var misfit = residual.Zip(solved, (r, s) => r * s).Sum();

            // The posterior given the center: mean center + B·residual with B = τ²(scale·Σ + τ²I)⁻¹ and covariance τ²(I − B); then the center's own variance.
            double[] mean = [.. solved.Select(value => center + (square * value))];
            var covariance = new double[arms, arms];
            double[] left = [.. toOnes.Select(value => 1 - (square * value))];
            for (var column = 0; column < arms; column++)
            {
                var unit = new double[arms];
                unit[column] = 1;
                var inverse = factor.Solve(unit);
                for (var row = 0; row < arms; row++)
                    covariance[row, column] = (row == column ? square : 0) - (square * square * inverse[row]) + (left[row] * left[column] / precision);
            }

            var logWeight = LogPrior(index) - (0.5 * (factor.LogDeterminant + Math.Log(precision) + misfit));
            return new Component(logWeight, mean, new Cholesky(covariance));
        }

        /// <summary>The half-Cauchy density times the width of the grid's cell.</summary>
        private static double LogPrior(int index)
        {
            var (lower, upper) = (index == 0 ? 0 : Spreads[index - 1], index == Spreads.Length - 1 ? Spreads[index] : Spreads[index + 1]);
            var ratio = Spreads[index] / SpreadScale;
            return Math.Log((upper - lower) / 2) - Math.Log(1 + (ratio * ratio));
        }
    }
}
