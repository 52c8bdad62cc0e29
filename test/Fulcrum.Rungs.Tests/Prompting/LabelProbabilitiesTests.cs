using CsCheck;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tests.Prompting;

public sealed class LabelProbabilitiesTests
{
    [Fact]
    public void The_sum_is_the_softmax_of_the_log_probabilities() =>
        AssertEqual([0.25, 0.75], new LabelProbabilities(ScoringVariant.Sum, [1, 3], null).From([Math.Log(0.1), Math.Log(0.3)]));

    [Fact]
    public void Normalized_takes_the_mean_over_the_tokens_of_an_answer() =>
        AssertEqual([0.25, 0.75], new LabelProbabilities(ScoringVariant.Normalized, [1, 2], null).From([Math.Log(0.1), 2 * Math.Log(0.3)]));

    [Fact]
    public void Calibrated_makes_what_the_prompt_alone_prefers_even() =>
        AssertEqual([0.5, 0.5], new LabelProbabilities(ScoringVariant.Calibrated, [1, 1], [0.9, 0.1]).From([Math.Log(0.9), Math.Log(0.1)]));

    [Fact]
    public void Probabilities_sum_to_one_however_improbable_the_answers() =>
        Gen.Double[-2000, 0].Array[2, 8].Sample(scores =>
            Assert.Equal(1, new LabelProbabilities(ScoringVariant.Sum, scores.Select(_ => 1).ToArray(), null).From(scores).Sum(), 1e-9));

    private static void AssertEqual(double[] expected, double[] actual)
    {
        foreach (var (e, a) in expected.Zip(actual)) Assert.Equal(e, a, 1e-9);
    }
}
