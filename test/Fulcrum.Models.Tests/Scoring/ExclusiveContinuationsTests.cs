using Fulcrum.Models.Architecture;
using Fulcrum.Models.Scoring;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Scoring;

public sealed class ExclusiveContinuationsTests
{
    [Fact]
    public void What_begins_no_other_keeps_its_score() =>
        Assert.Equal([-1.5, -0.25, -3], new ExclusiveContinuations([[1, 2], [1, 3], [4]]).From([-1.5, -0.25, -3]));

    [Fact]
    public void What_a_longer_one_goes_on_with_counts_for_that_one_alone() =>
        AssertShares([0.6 - 0.5, 0.5 - 0.1 - 0.2, 0.1, 0.2, 0.3], [[1], [1, 2], [1, 2, 3], [1, 2, 4, 5], [6]], [0.6, 0.5, 0.1, 0.2, 0.3]);

    [Fact]
    public void The_longer_ones_need_not_follow_at_once() =>
        AssertShares([0.6 - 0.2 - 0.1, 0.2, 0.1], [[1], [1, 2, 3], [1, 4]], [0.6, 0.2, 0.1]);

    [Fact]
    public void Those_of_the_same_tokens_are_taken_off_once() =>
        AssertShares([0.6 - 0.2, 0.6 - 0.2, 0.2, 0.2], [[1], [1], [1, 2], [1, 2]], [0.6, 0.6, 0.2, 0.2]);

    [Theory]
    [InlineData(-1.0)]
    [InlineData(-0.999999)] // Sums of float32 may differ by as much.
    public void Where_nothing_is_left_the_score_is_that_of_the_resolution(double longer) =>
        Assert.Equal(-1 + Math.Log(1e-7), new ExclusiveContinuations([[1], [1, 2]]).From([-1, longer])[0], 1e-9);

    /// <summary>By all tokens that can follow, one by one.</summary>
    [Fact]
    public void It_is_the_probability_of_going_on_with_anything_but_a_longer_one()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        int[] prompt = [5, 6, 7];
        int[][] continuations = [[20], [20, 21], [20, 22, 23], [24]];
        using var scorer = new LabelScorer(model.Decoder);
        double[] scored = [];
        scorer.Score([prompt], continuations, batch => scored = batch[0].LogProbabilities, TestContext.Current.CancellationToken);

        var actual = new ExclusiveContinuations(continuations).From(scored);

        var first = Next(model.Decoder, prompt);
        var second = Next(model.Decoder, [.. prompt, 20]);
        var third = Next(model.Decoder, [.. prompt, 20, 22]);
        var rest = Enumerable.Range(0, second.Length).Where(token => token is not (21 or 22)).Sum(token => second[token]);
        var restOfThird = Enumerable.Range(0, third.Length).Where(token => token != 23).Sum(token => third[token]);
        double[] expected = [first[20] * (rest + second[22] * restOfThird), first[20] * second[21], first[20] * second[22] * third[23], first[24]];
        foreach (var (reference, value) in expected.Zip(actual)) Assert.Equal(Math.Log(reference), value, 1e-3);
    }

    private static void AssertShares(double[] expected, int[][] continuations, double[] probabilities)
    {
        var actual = new ExclusiveContinuations(continuations).From([.. probabilities.Select(value => Math.Log(value))]);
        foreach (var (share, value) in expected.Zip(actual)) Assert.Equal(share, Math.Exp(value), 1e-12);
    }

    private static double[] Next(Decoder decoder, int[] tokens)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var hidden = decoder.Forward(tensor(tokens.Select(token => (long)token).ToArray(), 1, tokens.Length));
        return [.. nn.functional.softmax(decoder.Logits(hidden[0, -1]), -1).data<float>().ToArray().Select(value => (double)value)];
    }
}
