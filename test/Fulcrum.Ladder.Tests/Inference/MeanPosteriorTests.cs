using Fulcrum.Ladder.Inference;

namespace Fulcrum.Ladder.Tests.Inference;

public sealed class MeanPosteriorTests
{
    [Fact]
    public void The_best_of_arms_that_look_alike_is_believed_to_be_less_good_than_it_looked()
    {
        var estimate = Estimate([.. new[] { 84, 86, 88, 90, 86, 87 }.Select((right, arm) => Right(right, shift: arm * 17))]);
        var posterior = MeanPosterior.Of(estimate);
        Assert.InRange(posterior.Interval(3).Value, 0.86, 0.89);
    }

    [Fact]
    public void An_arm_far_ahead_keeps_its_figure_and_is_surely_the_best()
    {
        var posterior = MeanPosterior.Of(Estimate([Right(50), Right(60), Right(95)]));
        Assert.Equal(0.95, posterior.Interval(2).Value, 2);
        Assert.Equal(1, posterior.ProbabilityWithin(2, 0.01));
        Assert.Equal(0, posterior.ProbabilityWithin(1, 0.01));
    }

    [Fact]
    public void A_wider_margin_is_never_less_probable()
    {
        var posterior = MeanPosterior.Of(Estimate([Right(88), Right(90, shift: 7), Right(91, shift: 3)]));
        var probabilities = new[] { 0, 0.01, 0.02, 0.05, 0.2 }.Select(margin => posterior.ProbabilityWithin(0, margin)).ToArray();
        Assert.Equal(probabilities.Order(), probabilities);
        Assert.Equal(1, probabilities[^1]);
    }

    [Fact]
    public void The_same_data_give_the_same_probabilities_each_time()
    {
        double[][] scores = [Right(88), Right(90, shift: 7)];
        Assert.Equal(MeanPosterior.Of(Estimate(scores)).ProbabilityWithin(0, 0.01), MeanPosterior.Of(Estimate(scores)).ProbabilityWithin(0, 0.01));
    }

    [Fact]
    public void Two_arms_of_one_figure_are_believed_alike()
    {
        var posterior = MeanPosterior.Of(Estimate([Right(88), Right(88, shift: 50)]));
        Assert.Equal(posterior.Interval(0).Value, posterior.Interval(1).Value, 2);
        Assert.Equal(posterior.ProbabilityWithin(0, 0.01), posterior.ProbabilityWithin(1, 0.01), 0.05);
    }

    /// <summary>100 rows, so many right, the wrong ones starting elsewhere.</summary>
    private static double[] Right(int right, int shift = 0) => [.. Enumerable.Range(0, 100).Select(row => (row + shift) % 100 < right ? 1.0 : 0)];

    private static JointEstimate Estimate(double[][] scores) =>
        JointEstimate.Of(scores, [.. Enumerable.Range(0, scores[0].Length)], new double[scores.Length]);
}
