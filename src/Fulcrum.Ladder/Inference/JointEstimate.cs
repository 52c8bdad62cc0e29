namespace Fulcrum.Ladder.Inference;

/// <summary>
/// The mean scores of several arms on one test part, with how they vary together: arms answer the same rows, and rows of one group
/// are no independent evidence. The covariance is that of cluster-robust standard errors (Liang and Zeger 1986): sums over groups of
/// what each group adds to each mean, multiplied, with G/(G−1).
/// </summary>
internal sealed class JointEstimate
{
    private readonly double[][] _sums;

    private JointEstimate(double[] means, double[,] covariance, double[][] sums, int rows, double groups, double designEffect) =>
        (Means, Covariance, _sums, Rows, Groups, DesignEffect) = (means, covariance, sums, rows, groups, designEffect);

    /// <summary>Per arm the mean score.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>Covariance of the means.</summary>
    public double[,] Covariance { get; }

    /// <summary>Rows that at least one arm answered.</summary>
    public int Rows { get; }

    /// <summary>Groups that the rows come in, of unequal ones the number of equal ones that tell as much (Kish 1965): (Σm)²/Σm².</summary>
    public double Groups { get; }

    /// <summary>How many times as large the variance of a mean is for rows coming in groups; pooled over the arms, at least 1.</summary>
    public double DesignEffect { get; }

    /// <summary>How many independent rows would tell as much.</summary>
    public double EffectiveRows => Rows / DesignEffect;

    /// <summary>Degrees of freedom of the covariance.</summary>
    public int Freedom => Math.Max(1, (int)Math.Floor(Groups) - 1);

    /// <summary>Estimates means and covariance.</summary>
    /// <param name="scores">Per arm its score of each row; NaN where it did not answer the row. Each arm has at least one.</param>
    /// <param name="clusters">Per row the number of its group, from 0 without gaps.</param>
    /// <param name="ownVariances">Per arm what its mean varies beyond its rows, e.g. from training with another seed.</param>
    /// <remarks>
    /// An arm that answered some of the rows is estimated by regression on the arm that it is most like among those that answered these
    /// rows and more (double sampling; Cochran 1977, 12.6): what the other did on the further rows says what this one would have done.
    /// To the variance of every difference comes what one further independent row would add that one of the two alone has right: without it, arms that
    /// happened to agree on every row would be taken for equal with certainty (as Agresti and Min 2005 add to paired counts).
    /// </remarks>
    public static JointEstimate Of(IReadOnlyList<double[]> scores, IReadOnlyList<int> clusters, IReadOnlyList<double> ownVariances)
    {
        var (arms, rows) = (scores.Count, clusters.Count);
        var answered = scores.Select(arm => arm.Count(score => !double.IsNaN(score))).ToArray();
        var means = new double[arms];
        var influences = new double[arms][];
        for (var arm = 0; arm < arms; arm++) (means[arm], influences[arm]) = Estimate(arm, scores, answered);

        var groups = clusters.Max() + 1;
        var sizes = new int[groups];
        foreach (var cluster in clusters) sizes[cluster]++;
        var bound = sizes.Sum(size => (double)size * size) / rows;
        var sums = influences.Select(influence => Sums(influence, clusters, groups)).ToArray();
        var correction = groups > 1 ? groups / (groups - 1.0) : 1;
        var covariance = new double[arms, arms];
        for (var one = 0; one < arms; one++)
        {
            for (var other = 0; other <= one; other++)
            {
                var product = 0.0;
                for (var group = 0; group < groups; group++) product += sums[one][group] * sums[other][group];
                covariance[one, other] = covariance[other, one] = correction * product;
            }
        }

        // One group alone does not show how groups differ: nothing says that its rows are more than one.
        var designEffect = groups == rows ? 1 : groups == 1 ? bound : DesignEffectOf(covariance, influences, bound);
        for (var arm = 0; arm < arms; arm++)
            covariance[arm, arm] += ownVariances[arm] + (0.5 * Math.Pow(designEffect / answered[arm], 2));
        return new JointEstimate(means, covariance, sums, rows, rows / bound, designEffect);
    }

    /// <summary>The variance of one arm's mean minus that of another.</summary>
    public double VarianceOfDifference(int one, int other) => Covariance[one, one] + Covariance[other, other] - (2 * Covariance[one, other]);

    /// <summary>
    /// The skewness of the same: below 0 where few groups pull the difference down by much. Taken for 0 where rows come alone: arms that are equally
    /// good lead each other by one row equally often there, so that what skewness is seen is the lead itself.
    /// </summary>
    public double SkewnessOfDifference(int one, int other)
    {
        if (_sums[one].Length == Rows) return 0;
        var cubes = 0.0;
        for (var group = 0; group < _sums[one].Length; group++) cubes += Math.Pow(_sums[one][group] - _sums[other][group], 3);
        return cubes / Math.Pow(VarianceOfDifference(one, other), 1.5);
    }

    /// <summary>A part of the arms.</summary>
    public JointEstimate Of(IReadOnlyList<int> arms)
    {
        var covariance = new double[arms.Count, arms.Count];
        for (var row = 0; row < arms.Count; row++)
            for (var column = 0; column < arms.Count; column++) covariance[row, column] = Covariance[arms[row], arms[column]];
        return new JointEstimate([.. arms.Select(arm => Means[arm])], covariance, [.. arms.Select(arm => _sums[arm])], Rows, Groups, DesignEffect);
    }

    /// <summary>The mean of an arm, and what each row adds to its error.</summary>
    private static (double Mean, double[] Influence) Estimate(int arm, IReadOnlyList<double[]> scores, int[] answered)
    {
        var own = scores[arm];
        var count = answered[arm];
        var mean = own.Where(score => !double.IsNaN(score)).Average();
        var influence = new double[own.Length];
        if (Reference(arm, scores, answered) is not var (reference, slope, referenceMean))
        {
            for (var row = 0; row < own.Length; row++)
                if (!double.IsNaN(own[row])) influence[row] = (own[row] - mean) / count;
            return (mean, influence);
        }

        var other = scores[reference];
        var overall = other.Where(score => !double.IsNaN(score)).Average();
        for (var row = 0; row < own.Length; row++)
        {
            if (double.IsNaN(other[row])) continue;
            influence[row] = slope * (other[row] - overall) / answered[reference];
            if (!double.IsNaN(own[row])) influence[row] += (own[row] - mean - (slope * (other[row] - referenceMean))) / count;
        }

        return (mean + (slope * (overall - referenceMean)), influence);
    }

    /// <summary>The arm that answered all rows of this one and more, and says most of it: with the slope of the regression and its mean on the rows of this one.</summary>
    private static (int Arm, double Slope, double Mean)? Reference(int arm, IReadOnlyList<double[]> scores, int[] answered)
    {
        (int, double, double)? best = null;
        var strongest = 0.0;
        var own = scores[arm];
        for (var other = 0; other < scores.Count; other++)
        {
            if (answered[other] <= answered[arm]) continue;
            double[] x = [], y = [];
            var candidate = scores[other];
            (y, x) = ([.. own.Where(score => !double.IsNaN(score))], [.. candidate.Where((_, row) => !double.IsNaN(own[row]))]);
            if (x.Any(double.IsNaN)) continue;
            var (meanX, meanY) = (x.Average(), y.Average());
            var (squares, products, ownSquares) = (0.0, 0.0, 0.0);
            for (var row = 0; row < x.Length; row++)
            {
                squares += (x[row] - meanX) * (x[row] - meanX);
                products += (x[row] - meanX) * (y[row] - meanY);
                ownSquares += (y[row] - meanY) * (y[row] - meanY);
            }

            if (squares == 0 || ownSquares == 0 || Math.Abs(products) / Math.Sqrt(squares * ownSquares) is var strength && strength <= strongest) continue;
            (best, strongest) = ((other, products / squares, meanX), strength);
        }

        return best;
    }

    private static double[] Sums(double[] influence, IReadOnlyList<int> clusters, int groups)
    {
        var sums = new double[groups];
        for (var row = 0; row < influence.Length; row++) sums[clusters[row]] += influence[row];
        return sums;
    }

    /// <summary>Variance over groups by variance over rows, of all arms together: one arm alone with few errors hardly tells it.</summary>
    private static double DesignEffectOf(double[,] covariance, double[][] influences, double bound)
    {
        var overGroups = Enumerable.Range(0, influences.Length).Sum(arm => covariance[arm, arm]);
        var overRows = influences.Sum(influence => influence.Sum(value => value * value));
        return overRows > 0 ? Math.Clamp(overGroups / overRows, 1, Math.Max(1, bound)) : Math.Max(1, bound);
    }
}
