using System.Diagnostics;
using System.Runtime.InteropServices;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using Fulcrum.Models.Tokenization;
using static TorchSharp.torch;

namespace Fulcrum.Models.Generation;

/// <summary>
/// Writes text after many prompts, in batches of similar length. What all prompts begin with is computed once and kept for
/// the next call, and a sequence that has ended leaves its batch.
/// </summary>
/// <param name="decoder">The model, whose weights stay as they are while the generator lives; used from the calling thread.</param>
/// <param name="tokenizer">The decoder's tokenizer.</param>
public sealed class TextGenerator(Decoder decoder, Tokenizer tokenizer) : IDisposable
{
    private const int Rows = 32;
    private const int Tokens = 2048;

    private readonly PrefixCache _prefixes = new(decoder);

    /// <summary>Is told of texts as they are written, in no particular order of prompts; null to be told only of whole texts.</summary>
    public Action<TextPiece>? Streamed { get; init; }

    /// <summary>Writes after every prompt.</summary>
    /// <param name="prompts">Token ids; none empty.</param>
    /// <param name="settings">How tokens are chosen, and what ends a text.</param>
    /// <param name="generated">Is told of each text as it ends, in no particular order.</param>
    /// <param name="cancellationToken">Checked before each token.</param>
    /// <exception cref="ArgumentException">
    /// A prompt is empty, or leaves no position of the model to write to, or too few tokens for the shortest text that the
    /// constraint allows. Nothing was written then.
    /// </exception>
    public void Generate(
        IReadOnlyList<int[]> prompts,
        GenerationSettings settings,
        Action<GeneratedText> generated,
        CancellationToken cancellationToken)
    {
        if (prompts.Count == 0) return;
        GenerationRow[] rows = [.. prompts.Select((prompt, index) => Row(index, prompt, settings))];
        using var noGradients = no_grad();
        using var prefix = _prefixes.Find(prompts);
        var shared = prefix?.Length ?? 0;
        var buffers = new SamplingBuffers(decoder.Configuration.VocabularySize);
        foreach (var batch in LengthBuckets.Create([.. prompts.Select(prompt => prompt.Length - shared)], Rows, Tokens))
        {
            using var cache = prefix?.Branch(settings.MaxTokens) ?? new KeyValueCache(settings.MaxTokens);
            WriteBatch(new PaddedBatch([.. batch.Select(index => prompts[index][shared..])]), [.. batch.Select(index => rows[index])], cache, buffers, generated, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _prefixes.Dispose();

    private GenerationRow Row(int index, int[] prompt, GenerationSettings settings)
    {
        if (prompt.Length == 0) throw new ArgumentException($"Prompt {index} has no tokens.", nameof(prompt));
        var room = decoder.Configuration.ContextLength - prompt.Length;
        if (room <= 0)
            throw new ArgumentException($"Prompt {index} has {prompt.Length} tokens and fills all {decoder.Configuration.ContextLength} positions of the model.", nameof(prompt));
        return new GenerationRow(index, prompt, Math.Min(room, settings.MaxTokens), settings, tokenizer, decoder.Configuration.EndTokens, Streamed);
    }

    private void WriteBatch(
        PaddedBatch batch, List<GenerationRow> rows, KeyValueCache cache, SamplingBuffers buffers, Action<GeneratedText> generated, CancellationToken cancellationToken)
    {
        var count = rows.Count;
        var start = Stopwatch.GetTimestamp();
        using var scope = NewDisposeScope();
        var logits = decoder.Logits(decoder.ForwardAt(batch.Ids(), batch.Last(), new DecoderContext { Cache = cache, Padding = batch.Padding }));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var remaining = WriteTokens(rows, logits, buffers);
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
    private static List<int> WriteTokens(List<GenerationRow> rows, Tensor logits, SamplingBuffers buffers)
    {
        using var values = logits.cpu();
        var vocabulary = buffers.Logits.Length;
        var remaining = new List<int>(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            if (!rows[row].Write(MemoryMarshal.Cast<byte, float>(values.bytes).Slice(row * vocabulary, vocabulary), buffers)) remaining.Add(row);
        }

        return remaining;
    }

    private Tensor Next(List<GenerationRow> rows, KeyValueCache cache)
    {
        using var scope = NewDisposeScope();
        var ids = tensor(rows.Select(row => (long)row.Last).ToArray(), rows.Count, 1, device: CPU);
        return decoder.Logits(decoder.Forward(ids, new DecoderContext { Cache = cache }).select(1, 0)).MoveToOuterDisposeScope();
    }
}
