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
    public void A_cancellation_ends_it_before_the_next_batch()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        using var cancellation = new CancellationTokenSource();
        var batches = 0;
        int[][] prompts = [.. Enumerable.Range(0, 100).Select(i => new[] { 5, 10 + i })];

        using var scorer = new LabelScorer(model.Decoder);
        Assert.Throws<OperationCanceledException>(() => scorer.Score(
            prompts,
            [[7]],
            _ =>
            {
                batches++;
                cancellation.Cancel();
            },
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
    public void What_was_shared_before_is_kept_and_what_follows_scores_as_without()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        using var kept = new LabelScorer(model.Decoder);
        int[] examples = [.. Enumerable.Range(10, 40)];
        int[][][] calls =
        [
            [[.. examples, 5, 6], [.. examples, 7]], // shares the examples
            [[.. examples, 8, 9, 10]], // alone
            [[.. examples, 5, 9], [.. examples, 5, 8, 7]], // shares a little more
            [[.. examples[..20], 3, 4]], // goes on from their first half
            [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 7]], // shares something else
            [[.. examples, 5, 6]], // the same as at first
            [[1]],
        ];

        foreach (var prompts in calls)
        {
            var scored = Score(kept, prompts, [[20], [21, 22]]);
            for (var i = 0; i < prompts.Length; i++)
            {
                Assert.Equal(Alone(model.Decoder, prompts[i], [20]), scored[i].LogProbabilities[0], 1e-3);
                Assert.Equal(Alone(model.Decoder, prompts[i], [21, 22]), scored[i].LogProbabilities[1], 1e-3);
            }
        }
    }

    private static ScoredPrompt[] Score(Decoder decoder, int[][] prompts, int[][] continuations)
    {
        using var scorer = new LabelScorer(decoder);
        return Score(scorer, prompts, continuations);
    }

    private static ScoredPrompt[] Score(LabelScorer scorer, int[][] prompts, int[][] continuations)
    {
        var all = new List<ScoredPrompt>();
        scorer.Score(prompts, continuations, all.AddRange, TestContext.Current.CancellationToken);
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
