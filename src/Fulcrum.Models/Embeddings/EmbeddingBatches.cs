using System.Diagnostics;
using Fulcrum.Models.Batching;

namespace Fulcrum.Models.Embeddings;

/// <summary>Embeds many texts, those of similar length together.</summary>
public static class EmbeddingBatches
{
    private const int Rows = 64;
    private const int Tokens = 1024;

    /// <summary>Embeds texts batch by batch.</summary>
    /// <param name="embedder">The model that embeds.</param>
    /// <param name="rows">The token ids of each text; none empty.</param>
    /// <param name="embedded">Is told of each batch as it is done.</param>
    /// <param name="cancellationToken">Checked before each batch.</param>
    public static void EmbedInBatches(
        this ITextEmbedder embedder, IReadOnlyList<int[]> rows, Action<EmbeddedBatch> embedded, CancellationToken cancellationToken)
    {
        foreach (var batch in LengthBuckets.Create([.. rows.Select(row => row.Length)], Rows, Tokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var vectors = embedder.Embed([.. batch.Select(index => rows[index])]);
            embedded(new EmbeddedBatch(batch, vectors, Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch.Length));
        }
    }
}

/// <summary>Texts that were embedded together.</summary>
/// <param name="Indices">Their positions among all.</param>
/// <param name="Vectors">The embedding of each.</param>
/// <param name="Milliseconds">What each took: its share of the batch's time.</param>
public sealed record EmbeddedBatch(IReadOnlyList<int> Indices, IReadOnlyList<float[]> Vectors, double Milliseconds);
