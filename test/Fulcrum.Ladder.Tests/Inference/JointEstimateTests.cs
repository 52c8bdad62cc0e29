using CsCheck;
using Fulcrum.Ladder.Inference;

namespace Fulcrum.Ladder.Tests.Inference;

public sealed class JointEstimateTests
{
    [Fact]
    public void Means_and_covariance_of_rows_alone_are_the_usual_ones_plus_one_row_of_disagreement()
    {
        double[] one = [1, 1, 0, 1];
        double[] other = [1, 0, 0, 1];
        var estimate = Estimate([one, other]);
        Assert.Equal([0.75, 0.5], estimate.Means);
        // The variance of a mean is Σ(x − x̄)² / (n(n − 1)); half a row more, 1/2n².
        Assert.Equal((0.75 / 12) + (1 / 32.0), estimate.Covariance[0, 0], 12);
        Assert.Equal(0.5 / 12, estimate.Covariance[0, 1], 12);
        Assert.Equal((1, 4.0, 3), (estimate.DesignEffect, estimate.Groups, estimate.Freedom));
    }

    [Fact]
    public void Means_and_covariance_of_rows_in_groups_are_what_NumPy_computes_plus_one_row_of_disagreement()
    {
        foreach (var (rows, groups, means, covariance) in StatisticsGoldens.Read().Covariances)
        {
            var arms = means.Length;
            var estimate = JointEstimate.Of([.. Enumerable.Range(0, arms).Select(arm => rows.Select(scores => scores[arm]).ToArray())], groups, new double[arms]);
            for (var one = 0; one < arms; one++)
            {
                Assert.Equal(means[one], estimate.Means[one], StatisticsGoldens.Tolerance);
                for (var other = 0; other < arms; other++)
                {
                    var disagreement = one == other ? 0.5 * Math.Pow(estimate.DesignEffect / rows.Length, 2) : 0;
                    Assert.Equal(covariance[one][other], estimate.Covariance[one, other] - disagreement, StatisticsGoldens.Tolerance);
                }
            }
        }
    }

    [Fact]
    public void Copies_of_rows_in_their_group_add_no_evidence() => Gen.Select(Gen.Bool, Gen.Bool).Array[5, 40].Sample(rows =>
    {
        var (one, other) = (rows.Select(r => r.Item1 ? 1.0 : 0).ToArray(), rows.Select(r => r.Item2 ? 1.0 : 0).ToArray());
        var alone = Estimate([one, other]);
        int[] twice = [.. Enumerable.Range(0, rows.Length * 2).Select(i => i / 2)];
        var copied = JointEstimate.Of([[.. twice.Select(i => one[i])], [.. twice.Select(i => other[i])]], twice, [0, 0]);
        return Math.Abs(alone.Means[0] - copied.Means[0]) < 1e-12 && copied.VarianceOfDifference(0, 1) >= 0.99 * alone.VarianceOfDifference(0, 1)
            && copied.Freedom == alone.Freedom;
    });

    [Fact]
    public void Arms_that_always_agree_differ_by_about_one_row()
    {
        var scores = Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? 0.0 : 1).ToArray();
        Assert.Equal(1 / 200.0, Math.Sqrt(Estimate([scores, scores]).VarianceOfDifference(0, 1)), 12);
    }

    [Fact]
    public void What_an_arm_did_not_answer_is_filled_in_by_the_arm_it_is_most_like()
    {
        double[] all = [1, 1, 1, 0, 0, 0, 0, 0];
        double[] some = [1, 1, 1, 0, double.NaN, double.NaN, double.NaN, double.NaN];
        var estimate = Estimate([all, some]);
        Assert.Equal(0.375, estimate.Means[1], 12);
    }

    [Fact]
    public void Variance_beyond_the_rows_is_added()
    {
        double[] scores = [1, 0, 1, 1];
        var without = JointEstimate.Of([scores, scores], [0, 1, 2, 3], [0, 0]);
        var with = JointEstimate.Of([scores, scores], [0, 1, 2, 3], [0.01, 0]);
        Assert.Equal(0.01, with.Covariance[0, 0] - without.Covariance[0, 0], 12);
    }

    private static JointEstimate Estimate(double[][] scores) =>
        JointEstimate.Of(scores, [.. Enumerable.Range(0, scores[0].Length)], new double[scores.Length]);
}
