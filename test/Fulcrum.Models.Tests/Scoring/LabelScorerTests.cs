using CsCheck;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Scoring;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Scoring;

public sealed class LabelScorerTests
{
    private static readonly Gen<int[]> Tokens = Gen.Int[4, 400].Array[1, 12];

    [Fact]
    public void It_equals_running_every_prompt_and_continuation_alone()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        Gen.Select(Tokens.Array[1, 6], Tokens, Gen.Int[4, 400].Array[1, 3].Array[1, 4]).Sample(
            (suffixes, prefix, continuations) =>
            {
                int[][] prompts = [.. suffixes.Select(suffix => prefix.Concat(suffix).ToArray())];
                var scored = Score(model.Decoder, prompts, continuations);
                for (var i = 0; i < prompts.Length; i++)
                {
                    for (var label = 0; label < continuations.Length; label++)
                        Assert.Equal(Alone(model.Decoder, prompts[i], continuations[label]), scored[i].LogProbabilities[label], 1e-3);
                }
            },
            iter: 20,
            threads: 1);
    }

    [Fact]
    public void It_stops_between_batches_when_told()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        var batches = 0;
        int[][] prompts = [.. Enumerable.Range(0, 100).Select(i => new[] { 5, 10 + i })];

        new LabelScorer(model.Decoder).Score(prompts, [[7]], _ => batches++, () => batches == 1, TestContext.Current.CancellationToken);

        Assert.Equal(1, batches);
    }

    [Fact]
    public void A_cancellation_ends_it_before_the_next_batch()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        using var cancellation = new CancellationTokenSource();
        var batches = 0;
        int[][] prompts = [.. Enumerable.Range(0, 100).Select(i => new[] { 5, 10 + i })];

        Assert.Throws<OperationCanceledException>(() => new LabelScorer(model.Decoder).Score(
            prompts,
            [[7]],
            _ =>
            {
                batches++;
                cancellation.Cancel();
            },
            null,
            cancellation.Token));

        Assert.Equal(1, batches);
    }

    [Fact]
    public void Continuations_that_begin_alike_are_scored_like_others()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        int[][] prompts = [[5, 6, 7], [5, 9], [8]];
        int[][] continuations = [[20, 21, 22, 23], [20, 21, 24], [20, 21, 25, 26, 27]];

        var scored = Score(model.Decoder, prompts, continuations);

        for (var i = 0; i < prompts.Length; i++)
        {
            for (var label = 0; label < continuations.Length; label++)
                Assert.Equal(Alone(model.Decoder, prompts[i], continuations[label]), scored[i].LogProbabilities[label], 1e-3);
        }
    }

    [Fact]
    public void Who_stops_early_has_scored_the_first_prompts_and_not_the_longest()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        int[][] prompts = [.. Enumerable.Range(1, 100).Select(i => Enumerable.Repeat(7, i).ToArray())];
        var scored = new List<int>();

        new LabelScorer(model.Decoder) { Run = 10 }.Score(
            prompts, [[7]], batch => scored.AddRange(batch.Select(s => s.Index)), () => scored.Count > 0, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 10), scored.Order());
    }

    private static ScoredPrompt[] Score(Decoder decoder, int[][] prompts, int[][] continuations)
    {
        var all = new List<ScoredPrompt>();
        new LabelScorer(decoder).Score(prompts, continuations, all.AddRange, null, TestContext.Current.CancellationToken);
        return [.. all.OrderBy(scored => scored.Index)];
    }

    private static double Alone(Decoder decoder, int[] prompt, int[] continuation)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        long[] ids = [.. prompt.Concat(continuation).Select(token => (long)token)];
        var logits = decoder.Logits(decoder.Forward(tensor(ids, 1, ids.Length))[0]);
        var logProbabilities = nn.functional.log_softmax(logits, -1);
        return continuation.Select((token, i) => (double)logProbabilities[prompt.Length - 1 + i, token].item<float>()).Sum();
    }
}
