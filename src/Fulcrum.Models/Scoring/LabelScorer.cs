using System.Diagnostics;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using static TorchSharp.torch;

namespace Fulcrum.Models.Scoring;

/// <summary>
/// Log-probabilities of a few continuations (the labels' answers) after many prompts. What all prompts begin with is
/// computed once and kept for the next call, what all continuations begin with is computed with the prompt, logits are made
/// only where an answer's token is read, and a prompt's keys and values serve all answers.
/// </summary>
/// <param name="decoder">The model, whose weights stay as they are while the scorer lives; used from the calling thread.</param>
public sealed class LabelScorer(Decoder decoder) : IDisposable
{
    private const int Rows = 32;
    private const int Tokens = 1024;

    private readonly PrefixCache _prefixes = new(decoder);

    /// <summary>Scores every continuation after every prompt.</summary>
    /// <param name="prompts">Token ids; none empty.</param>
    /// <param name="continuations">Token ids; none empty.</param>
    /// <param name="scored">Is told of each batch as it is done, in no particular order of prompts.</param>
    /// <param name="cancellationToken">Checked before each batch.</param>
    public void Score(
        IReadOnlyList<int[]> prompts,
        IReadOnlyList<int[]> continuations,
        Action<IReadOnlyList<ScoredPrompt>> scored,
        CancellationToken cancellationToken)
    {
        if (prompts.Count == 0) return;
        using var noGradients = no_grad();
        using var prefix = _prefixes.Find(prompts);
        var shared = prefix?.Length ?? 0;
        foreach (var batch in LengthBuckets.Create([.. prompts.Select(prompt => prompt.Length - shared)], Rows, Tokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var sums = ScoreBatch([.. batch.Select(index => prompts[index][shared..])], continuations, prefix);
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch.Length;
            scored([.. batch.Select((index, row) => new ScoredPrompt(index, sums[row], milliseconds))]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _prefixes.Dispose();

    private double[][] ScoreBatch(int[][] suffixes, IReadOnlyList<int[]> continuations, KeyValueCache? prefix)
    {
        using var scope = NewDisposeScope();
        var common = SharedPrefix.Length(continuations);
        var rests = continuations.Select(continuation => continuation[common..]).ToArray();
        var continues = rests.Any(rest => rest.Length > 1);
        using var branch = continues ? prefix?.Branch() ?? new KeyValueCache() : null;

        var batch = new PaddedBatch([.. suffixes.Select(suffix => suffix.Concat(continuations[0].Take(common)).ToArray())]);
        var context = new DecoderContext { Cache = branch ?? prefix, ReadOnly = !continues, Padding = batch.Padding };
        var hidden = decoder.ForwardAt(batch.Ids(), batch.Last(common + 1), context).view(suffixes.Length, common + 1, -1);

        var sums = suffixes.Select(_ => new double[continuations.Count]).ToArray();
        for (var position = 0; position < common; position++)
        {
            var alike = LogProbabilities(hidden.select(1, position), [continuations[0][position]]);
            for (var label = 0; label < continuations.Count; label++) Add(sums, label, alike, 0);
        }

        var first = LogProbabilities(hidden.select(1, common), [.. rests.Select(rest => rest[0])]);
        for (var label = 0; label < rests.Length; label++)
        {
            Add(sums, label, first, label);
            if (rests[label].Length > 1) AddRest(sums, label, rests[label], branch!);
        }

        return sums;
    }

    /// <summary>The second and later tokens of a continuation, all rows at once behind their prompts.</summary>
    private void AddRest(double[][] sums, int label, int[] rest, KeyValueCache prompts)
    {
        using var scope = NewDisposeScope();
        var given = rest[..^1];
        var ids = new PaddedBatch([.. sums.Select(_ => given)]).Ids();
        var hidden = decoder.Forward(ids, new DecoderContext { Cache = prompts, ReadOnly = true });
        for (var position = 0; position < given.Length; position++)
            Add(sums, label, LogProbabilities(hidden.select(1, position), [rest[position + 1]]), 0);
    }

    private static void Add(double[][] sums, int label, double[,] values, int column)
    {
        for (var row = 0; row < sums.Length; row++) sums[row][label] += values[row, column];
    }

    /// <summary>[B, H] to the log-probabilities of some tokens, [B, tokens].</summary>
    private double[,] LogProbabilities(Tensor hidden, int[] tokens)
    {
        using var scope = NewDisposeScope();
        var logits = decoder.Logits(hidden);
        var columns = logits.index_select(1, tensor(tokens.Select(token => (long)token).ToArray(), device: logits.device));
        var values = (columns - logits.logsumexp(1, keepdim: true)).cpu().data<float>();
        var result = new double[hidden.shape[0], tokens.Length];
        for (var row = 0; row < result.GetLength(0); row++)
        {
            for (var column = 0; column < tokens.Length; column++) result[row, column] = values[row * tokens.Length + column];
        }

        return result;
    }
}
