using CsCheck;
using Fulcrum.Ladder.Inference;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Tests.Inference;

public sealed class PairwiseDifferencesTests
{
    [Fact]
    public void Two_arms_are_compared_by_the_t_test_of_their_difference()
    {
        double[] one = [.. Enumerable.Range(0, 50).Select(i => i < 40 ? 1.0 : 0)];
        double[] other = [.. Enumerable.Range(0, 50).Select(i => i < 32 ? 1.0 : 0)];
        var estimate = Estimate([one, other]);
        var (difference, p, adjusted) = PairwiseDifferences.Of(estimate).Between(0, 1);
        var t = 0.16 / Math.Sqrt(estimate.VarianceOfDifference(0, 1));
        Assert.Equal(0.16, difference.Value, 12);
        Assert.Equal(StudentT.TwoSided(t, 49), p, 12);
        Assert.Equal(p, adjusted);
        Assert.Equal(0.16 - (StudentT.Quantile(0.975, 49) * 0.16 / t), difference.Low, 12);
    }

    [Fact]
    public void More_arms_make_every_p_value_larger_and_every_interval_wider() => Gen.Bool.Array[60].Array[5].Sample(arms =>
    {
        double[][] scores = [.. arms.Select(arm => arm.Select(right => right ? 1.0 : 0).ToArray())];
        var two = PairwiseDifferences.Of(Estimate(scores[..2])).Between(0, 1);
        var five = PairwiseDifferences.Of(Estimate(scores)).Between(0, 1);
        return five.AdjustedPValue >= two.PValue && five.Difference.High - five.Difference.Low > two.Difference.High - two.Difference.Low;
    }, iter: 50);

    [Fact]
    public void The_interval_excludes_zero_just_where_the_adjusted_p_value_is_significant() => Gen.Bool.Array[40].Array[4].Sample(arms =>
    {
        var pairs = PairwiseDifferences.Of(Estimate([.. arms.Select((arm, i) => arm.Select((right, row) => right || row % 4 < i ? 1.0 : 0).ToArray())]));
        return Enumerable.Range(0, 4).SelectMany(one => Enumerable.Range(0, one).Select(other => pairs.Between(one, other)))
            .All(pair => pair.AdjustedPValue < 0.05 == (pair.Difference.Low > 0 || pair.Difference.High < 0));
    }, iter: 50);

    private static JointEstimate Estimate(double[][] scores) =>
        JointEstimate.Of(scores, [.. Enumerable.Range(0, scores[0].Length)], new double[scores.Length]);
}
