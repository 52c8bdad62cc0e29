using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Encoders;
using static TorchSharp.torch;

namespace Fulcrum.Models.Embeddings;

/// <summary>
/// Texts to vectors whose cosine says how near their meanings are (Sentence-BERT, arXiv:1908.10084): the mean of an encoder's
/// final states over the tokens of a text. Use it from one thread.
/// </summary>
public sealed class TextEmbedder : ITextEmbedder
{
    private readonly EncoderModel _model;
    private readonly SentenceTransformerFolder _settings;

    private TextEmbedder(EncoderModel model, SentenceTransformerFolder settings)
    {
        (_model, _settings) = (model, settings);
        MaxTokens = Math.Min(settings.MaxTokens ?? int.MaxValue, model.Configuration.ContextLength);
    }

    /// <inheritdoc />
    public int Dimensions => _model.Configuration.HiddenSize;

    /// <inheritdoc />
    public int MaxTokens { get; }

    /// <inheritdoc />
    public int ContextLength => _model.Configuration.ContextLength;

    /// <inheritdoc />
    public long ParameterCount => _model.Encoder.ParameterCount;

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings => _model.Warnings;

    /// <summary>
    /// Opens a sentence-transformers folder: a BERT with <c>modules.json</c>, mean pooling, and normalization where it is asked
    /// for. A bare BERT folder gives means that are not normalized.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <exception cref="InputException">Something is missing or malformed, or another architecture or pooling is asked for.</exception>
    public static TextEmbedder Load(string folder, ComputeDevice? device = null)
    {
        // What is small and may be wrong comes before the weights.
        var settings = SentenceTransformerFolder.Read(folder);
        return new TextEmbedder(EncoderModel.Load(folder, device), settings);
    }

    /// <inheritdoc />
    public (int[] Ids, bool WasCut) Tokenize(string text, int maxTokens, bool keepEnd) =>
        _model.Tokenize(_settings.Lowercase ? text.ToLowerInvariant() : text, maxTokens, keepEnd);

    /// <inheritdoc />
    public float[][] Embed(IReadOnlyList<int[]> rows)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var batch = new PaddedBatch(rows);
        var hidden = _model.Encoder.Forward(batch.Ids(), batch.Padding);
        var means = batch.Padding is { } padding ? MeanOfReal(hidden, padding) : hidden.mean([1]);
        return [.. (_settings.Normalize ? nn.functional.normalize(means) : means).cpu().data<float>().ToArray().Chunk(Dimensions)];
    }

    /// <inheritdoc />
    public void Dispose() => _model.Dispose();

    /// <summary>[B, T, H] → [B, H], as a product with each row's shares.</summary>
    private static Tensor MeanOfReal(Tensor hidden, RowPadding padding)
    {
        var (rows, columns) = ((int)hidden.shape[0], (int)hidden.shape[1]);
        var shares = new float[rows * columns];
        for (var row = 0; row < rows; row++) shares.AsSpan(row * columns, padding.Lengths[row]).Fill(1f / padding.Lengths[row]);
        return tensor(shares, [rows, 1, columns], device: hidden.device).bmm(hidden).squeeze(1);
    }
}
