using Fulcrum.Models.Devices;
using Fulcrum.Models.Embeddings;

namespace Fulcrum.Rungs;

/// <summary>An embedding model on loan from a <see cref="ModelCache"/>.</summary>
/// <param name="embedder">The model.</param>
/// <param name="folder">Where it was loaded from.</param>
/// <param name="device">Where it computes.</param>
/// <param name="cache">Gets it back.</param>
internal sealed class LentEmbedder(ITextEmbedder embedder, string folder, ComputeDevice device, ModelCache cache) : ITextEmbedder
{
    private bool _isOver;

    /// <inheritdoc/>
    public int Dimensions => embedder.Dimensions;

    /// <inheritdoc/>
    public int MaxTokens => embedder.MaxTokens;

    /// <inheritdoc/>
    public int ContextLength => embedder.ContextLength;

    /// <inheritdoc/>
    public long ParameterCount => embedder.ParameterCount;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => embedder.Warnings;

    /// <inheritdoc/>
    public (int[] Ids, bool WasCut) Tokenize(string text, int maxTokens, bool keepEnd) => embedder.Tokenize(text, maxTokens, keepEnd);

    /// <inheritdoc/>
    public float[][] Embed(IReadOnlyList<int[]> rows) => embedder.Embed(rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        cache.Return(embedder, folder, device);
    }
}
