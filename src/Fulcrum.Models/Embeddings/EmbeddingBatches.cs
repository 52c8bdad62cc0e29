using System.Diagnostics;
using Fulcrum.Models.Batching;

namespace Fulcrum.Models.Embeddings;

/// <summary>Embeds many texts, those of similar length together.</summary>
public static class EmbeddingBatches
{
    private const int Rows = 64;
    private const int Tokens = 1024;

    /// <summary>Embeds texts, each cut at <see cref="ITextEmbedder.MaxTokens"/>.</summary>
    /// <param name="embedder">The model.</param>
    /// <param name="texts">The texts; an empty one has an embedding too.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Checked before each batch.</param>
    /// <returns>One vector of <see cref="ITextEmbedder.Dimensions"/> for each text, in their order.</returns>
    public static float[][] Embed(
        this ITextEmbedder embedder, IReadOnlyList<string> texts, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var embeddings = new float[texts.Count][];
        var done = 0;
        embedder.EmbedInBatches([.. texts.Select(text => embedder.Tokenize(text, embedder.MaxTokens, keepEnd: false).Ids)], Keep, cancellationToken);
        return embeddings;

        void Keep(EmbeddedBatch batch)
        {
            foreach (var (index, vector) in batch.Indices.Zip(batch.Vectors)) embeddings[index] = vector;
            done += batch.Indices.Count;
            progress?.Report((double)done / texts.Count);
        }
    }

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
