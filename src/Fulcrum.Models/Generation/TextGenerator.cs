using System.Diagnostics;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using Fulcrum.Models.Tokenization;
using static TorchSharp.torch;

namespace Fulcrum.Models.Generation;

/// <summary>
/// Writes text after many prompts, in batches of similar length. What all prompts begin with is computed once, and a
/// sequence that has ended leaves its batch.
/// </summary>
/// <param name="decoder">The model; used from the calling thread.</param>
/// <param name="tokenizer">Its tokenizer.</param>
public sealed class TextGenerator(Decoder decoder, Tokenizer tokenizer)
{
    private const int Rows = 32;
    private const int Tokens = 2048;

    /// <summary>Writes after every prompt.</summary>
    /// <param name="prompts">Token ids; none empty.</param>
    /// <param name="settings">How.</param>
    /// <param name="generated">Is told of each text as it ends, in no particular order.</param>
    /// <param name="stop">Asked before each batch; nothing is written after the prompts left once it says so.</param>
    /// <param name="cancellationToken">Checked before each token.</param>
    /// <exception cref="ArgumentOutOfRangeException">A prompt fills all positions of the model.</exception>
    public void Generate(
        IReadOnlyList<int[]> prompts,
        GenerationSettings settings,
        Action<GeneratedText> generated,
        Func<bool>? stop,
        CancellationToken cancellationToken)
    {
        if (prompts.Count == 0) return;
        using var noGradients = no_grad();
        var shared = SharedPrefix.Length(prompts);
        using var prefix = SharedPrefix.Compute(decoder, prompts[0].AsSpan(0, shared));
        foreach (var batch in LengthBuckets.Create([.. prompts.Select(prompt => prompt.Length - shared)], Rows, Tokens))
        {
            if (stop?.Invoke() == true) return;
            var rows = batch.Select(index => Row(index, prompts[index].Length, settings)).ToList();
            WriteBatch(new PaddedBatch([.. batch.Select(index => prompts[index][shared..])]), rows, prefix, settings.MaxTokens, generated, cancellationToken);
        }
    }

    private GenerationRow Row(int index, int promptLength, GenerationSettings settings)
    {
        var room = decoder.Configuration.ContextLength - promptLength;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(room, nameof(promptLength));
        return new GenerationRow(index, Math.Min(room, settings.MaxTokens), settings, tokenizer, decoder.Configuration.EndTokens);
    }

    private void WriteBatch(
        PaddedBatch batch, List<GenerationRow> rows, KeyValueCache? prefix, int maxTokens, Action<GeneratedText> generated, CancellationToken cancellationToken)
    {
        var count = rows.Count;
        var start = Stopwatch.GetTimestamp();
        using var cache = prefix?.Branch(maxTokens) ?? new KeyValueCache(maxTokens);
        using var scope = NewDisposeScope();
        var logits = decoder.Logits(batch.FromEnd(decoder.Forward(batch.Ids(), new DecoderContext { Cache = cache, Padding = batch.Padding })));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var remaining = WriteTokens(rows, logits);
            foreach (var ended in rows.Except(remaining.Select(row => rows[row])))
                generated(ended.Finish(Stopwatch.GetElapsedTime(start).TotalMilliseconds / count));
            if (remaining.Count == 0) return;
            if (remaining.Count < rows.Count)
            {
                cache.Keep(remaining);
                rows = [.. remaining.Select(row => rows[row])];
            }

            logits.Dispose();
            logits = Next(rows, cache);
        }
    }

    /// <summary>One token for every row; the rows that go on.</summary>
    private static List<int> WriteTokens(List<GenerationRow> rows, Tensor logits)
    {
        using var values = logits.cpu();
        var all = values.data<float>().ToArray();
        var vocabulary = (int)logits.shape[1];
        return [.. Enumerable.Range(0, rows.Count).Where(row => !rows[row].Write(all.AsSpan(row * vocabulary, vocabulary)))];
    }

    private Tensor Next(List<GenerationRow> rows, KeyValueCache cache)
    {
        using var scope = NewDisposeScope();
        var ids = tensor(rows.Select(row => (long)row.Last).ToArray(), rows.Count, 1);
        return decoder.Logits(decoder.Forward(ids, new DecoderContext { Cache = cache }).select(1, 0)).MoveToOuterDisposeScope();
    }
}
