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
    public void A_lead_that_one_group_in_forty_undoes_is_not_significant()
    {
        // Ten rows each: the one arm leads by a row in 39 groups and trails by nine in the last; by the t test p = .005.
        int[] groups = [.. Enumerable.Range(0, 400).Select(row => row / 10)];
        double[] one = [.. groups.Select((group, row) => group < 39 || row % 10 == 0 ? 1.0 : 0)];
        double[] other = [.. groups.Select((group, row) => group < 39 && row % 10 == 0 ? 0.0 : 1)];
        var estimate = JointEstimate.Of([one, other], groups, [0, 0]);
        var (ahead, p, _) = PairwiseDifferences.Of(estimate).Between(0, 1);
        var (behind, samePValue, _) = PairwiseDifferences.Of(estimate).Between(1, 0);

        // Hall's transformation, with the third moment of the sums over groups written out.
        var (variance, t) = (estimate.VarianceOfDifference(0, 1), 0.075 / Math.Sqrt(estimate.VarianceOfDifference(0, 1)));
        var skewness = ((39 * Math.Pow(0.25 / 400, 3)) - Math.Pow(9.75 / 400, 3)) / Math.Pow(variance, 1.5);
        var transformed = t + (skewness * t * t / 3) + (skewness * skewness * t * t * t / 27) + (skewness / 6);
        Assert.InRange(StudentT.TwoSided(t, 39), 0.001, 0.01);
        Assert.Equal(StudentT.TwoSided(transformed, 39), p, 10);
        Assert.InRange(p, 0.2, 1);
        Assert.True(ahead.Low < 0);
        Assert.Equal(0.075 + (StudentT.Quantile(0.975, 39) * Math.Sqrt(variance)), ahead.High, 10);
        Assert.Equal((p, -ahead.High, -ahead.Low), (samePValue, behind.Low, behind.High));
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

    [Fact]
    public void Differences_intervals_and_p_values_of_two_arms_are_those_of_SciPy()
    {
        foreach (var table in StatisticsGoldens.Read().Tables)
        {
            var (one, other) = (new double[table.Rows], new double[table.Rows]);
            for (var row = 0; row < table.OnlyFirst; row++) one[row] = 1;
            for (var row = table.OnlyFirst; row < table.OnlyFirst + table.OnlySecond; row++) other[row] = 1;
            var (difference, p, adjusted) = PairwiseDifferences.Of(Estimate([one, other])).Between(0, 1);
            Assert.Equal(table.Difference, [difference.Value, difference.Low, difference.High], (expected, actual) => Math.Abs(expected - actual) <= StatisticsGoldens.Tolerance);
            Assert.Equal(table.P, p, StatisticsGoldens.Tolerance);
            Assert.Equal(p, adjusted);
        }
    }

    private static JointEstimate Estimate(double[][] scores) =>
        JointEstimate.Of(scores, [.. Enumerable.Range(0, scores[0].Length)], new double[scores.Length]);
}
