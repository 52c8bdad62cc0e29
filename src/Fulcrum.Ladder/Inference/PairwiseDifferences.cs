using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Inference;

/// <summary>
/// All differences between arms, with intervals and p-values that hold for all of them at once: the largest of the studentized differences
/// is compared with what it would be among equal arms (max-T; Westfall and Young 1993; Hothorn, Bretz and Westfall 2008), drawn from the
/// multivariate t distribution of the joint estimate. Interval and p-value come from that one distribution, so they never disagree.
/// </summary>
/// <remarks>
/// A lead that most groups share and few would undo looks surer than it is, because a sample with one such group too few has both a larger mean and a
/// smaller deviation. There the statistic is transformed by its skewness (Hall 1992, J. R. Stat. Soc. B 54, 221-228), and only there: skewness
/// that speaks for a lead is often no more than the lead itself, of which it would make too much.
/// </remarks>
internal sealed class PairwiseDifferences
{
    private const int Draws = 5000;
    private const double Level = 0.95;

    /// <summary>The 80 % quantile of the standard normal distribution: the power that a test is said to have.</summary>
    public const double Power = 0.8416212335729143;

    private readonly JointEstimate _estimate;
    private readonly double[] _largest;
    private readonly double _critical;

    private PairwiseDifferences(JointEstimate estimate, double[] largest, double critical) => (_estimate, _largest, _critical) = (estimate, largest, critical);

    /// <summary>Compares all arms with each other.</summary>
    public static PairwiseDifferences Of(JointEstimate estimate)
    {
        var arms = estimate.Means.Count;
        var freedom = estimate.Freedom;
        var single = StudentT.Quantile((1 + Level) / 2, freedom);
        if (arms < 3) return new PairwiseDifferences(estimate, [], single);

        var scales = new double[arms, arms];
        for (var one = 0; one < arms; one++)
            for (var other = 0; other < one; other++) scales[one, other] = 1 / Math.Sqrt(estimate.VarianceOfDifference(one, other));
        var factor = new Cholesky(estimate.Covariance);
        var draws = new NormalDraws(seed: arms);
        var independent = new double[arms];
        var largest = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            draws.Fill(independent);
            var errors = factor.Multiply(independent);
            var most = 0.0;
            for (var one = 0; one < arms; one++)
                for (var other = 0; other < one; other++) most = Math.Max(most, Math.Abs(errors[one] - errors[other]) * scales[one, other]);
            largest[draw] = most * draws.StudentScale(freedom);
        }

        Array.Sort(largest);
        return new PairwiseDifferences(estimate, largest, Math.Max(single, Percentile.OfSorted(largest, Level)));
    }

    /// <summary>One arm's mean minus another's: its simultaneous 95 % interval, its p-value alone and adjusted for all pairs.</summary>
    public (Interval Difference, double PValue, double AdjustedPValue) Between(int one, int other)
    {
        var difference = _estimate.Means[one] - _estimate.Means[other];
        var error = Math.Sqrt(_estimate.VarianceOfDifference(one, other));
        var skewness = _estimate.SkewnessOfDifference(one, other);
        var t = difference < 0 ? Surprise(-difference / error, -skewness) : Surprise(difference / error, skewness);
        var alone = StudentT.TwoSided(t, _estimate.Freedom);
        return (new Interval(difference, difference - (error * Reach(_critical, skewness)), difference + (error * Reach(_critical, -skewness))), alone, Math.Max(alone, Exceeding(t)));
    }

    /// <summary>The smallest difference that this test sees in 80 % of all cases, at the level that holds for all pairs.</summary>
    public double Detectable(int one, int other) => (_critical + Power) * Math.Sqrt(_estimate.VarianceOfDifference(one, other));

    /// <summary>What a studentized lead is worth, given the skewness in its own direction.</summary>
    private static double Surprise(double t, double skewness) =>
        skewness >= 0 ? t : Math.Clamp(t + (skewness * t * t / 3) + (skewness * skewness * t * t * t / 27) + (skewness / 6), 0, t);

    /// <summary>The studentized lead that is worth so much: the inverse.</summary>
    private static double Reach(double worth, double skewness)
    {
        if (skewness >= 0) return worth;
        // (3/γ)(∛(1 + γx) − 1), written so that it is exact for the smallest skewness too.
        var x = worth - (skewness / 6);
        var root = Math.Cbrt(1 + (skewness * x));
        return Math.Max(worth, 3 * x / ((root * root) + root + 1));
    }

    /// <summary>The share of draws in which even the largest of all differences is below this one, from 1.</summary>
    private double Exceeding(double t)
    {
        if (_largest.Length == 0) return 0;
        var place = Array.BinarySearch(_largest, t);
        return (double)(_largest.Length - (place < 0 ? ~place : place)) / _largest.Length;
    }
}
