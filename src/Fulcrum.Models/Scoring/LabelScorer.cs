using System.Diagnostics;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using static TorchSharp.torch;

namespace Fulcrum.Models.Scoring;

/// <summary>
/// Log-probabilities of a few continuations (the labels' answers) after many prompts. What all prompts begin with is
/// computed once, logits are made only where an answer's token is read, and a prompt's keys and values serve all answers.
/// </summary>
/// <param name="decoder">The model; used from the calling thread.</param>
public sealed class LabelScorer(Decoder decoder)
{
    private const int Rows = 32;
    private const int Tokens = 1024;

    /// <summary>Scores every continuation after every prompt.</summary>
    /// <param name="prompts">Token ids; none empty.</param>
    /// <param name="continuations">Token ids; none empty.</param>
    /// <param name="scored">Is told of each batch as it is done, in no particular order of prompts.</param>
    /// <param name="stop">Asked before each batch; the prompts left are not scored once it says so.</param>
    /// <param name="cancellationToken">Checked before each batch.</param>
    public void Score(
        IReadOnlyList<int[]> prompts,
        IReadOnlyList<int[]> continuations,
        Action<IReadOnlyList<ScoredPrompt>> scored,
        Func<bool>? stop,
        CancellationToken cancellationToken)
    {
        if (prompts.Count == 0) return;
        using var noGradients = no_grad();
        var shared = SharedPrefix.Length(prompts);
        using var prefix = Remember(prompts[0].AsSpan(0, shared));
        foreach (var batch in LengthBuckets.Create([.. prompts.Select(prompt => prompt.Length - shared)], Rows, Tokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (stop?.Invoke() == true) return;
            var start = Stopwatch.GetTimestamp();
            var suffixes = batch.Select(index => prompts[index][shared..]).ToArray();
            var sums = ScoreBatch(suffixes, continuations, prefix);
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch.Length;
            scored([.. batch.Select((index, row) => new ScoredPrompt(index, sums[row], milliseconds))]);
        }
    }

    private KeyValueCache? Remember(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty) return null;
        using var scope = NewDisposeScope();
        var cache = new KeyValueCache();
        decoder.Forward(Ids([tokens.ToArray()], tokens.Length), new DecoderContext { Cache = cache });
        return cache;
    }

    private double[][] ScoreBatch(int[][] suffixes, IReadOnlyList<int[]> continuations, KeyValueCache? prefix)
    {
        using var scope = NewDisposeScope();
        var continues = continuations.Any(continuation => continuation.Length > 1);
        var width = suffixes.Max(suffix => suffix.Length);
        var lengths = suffixes.Select(suffix => suffix.Length).ToArray();
        using var branch = continues ? prefix?.Branch() ?? new KeyValueCache() : null;
        var hidden = decoder.Forward(
            Ids(suffixes, width),
            new DecoderContext { Cache = branch ?? prefix, ReadOnly = !continues, Padding = new RowPadding(lengths) });

        var last = tensor(lengths.Select((length, row) => (long)row * width + length - 1).ToArray());
        var first = LogProbabilities(hidden.flatten(0, 1).index_select(0, last), [.. continuations.Select(c => c[0])]);
        var sums = suffixes.Select((_, row) => continuations.Select((_, label) => first[row, label]).ToArray()).ToArray();
        for (var label = 0; label < continuations.Count; label++)
            if (continuations[label].Length > 1) AddRest(sums, label, continuations[label], branch!);
        return sums;
    }

    /// <summary>The second and later tokens of a continuation, all rows at once behind their prompts.</summary>
    private void AddRest(double[][] sums, int label, int[] continuation, KeyValueCache prompts)
    {
        using var scope = NewDisposeScope();
        var given = continuation[..^1];
        var ids = Ids([.. sums.Select(_ => given)], given.Length);
        var hidden = decoder.Forward(ids, new DecoderContext { Cache = prompts, ReadOnly = true });
        for (var position = 0; position < given.Length; position++)
        {
            var next = LogProbabilities(hidden.select(1, position), [continuation[position + 1]]);
            for (var row = 0; row < sums.Length; row++) sums[row][label] += next[row, 0];
        }
    }

    /// <summary>[B, H] to the log-probabilities of some tokens, [B, tokens].</summary>
    private double[,] LogProbabilities(Tensor hidden, int[] tokens)
    {
        using var scope = NewDisposeScope();
        var logits = decoder.Logits(hidden);
        var columns = logits.index_select(1, tensor(tokens.Select(token => (long)token).ToArray()));
        var values = (columns - logits.logsumexp(1, keepdim: true)).cpu().data<float>();
        var result = new double[hidden.shape[0], tokens.Length];
        for (var row = 0; row < result.GetLength(0); row++)
        {
            for (var column = 0; column < tokens.Length; column++) result[row, column] = values[row * tokens.Length + column];
        }

        return result;
    }

    /// <summary>Rows padded on the right, [B, width] int64.</summary>
    private static Tensor Ids(int[][] rows, int width)
    {
        var ids = new long[rows.Length * width];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++) ids[row * width + column] = rows[row][column];
        }

        return tensor(ids, rows.Length, width);
    }
}
