using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using Fulcrum.Models.Tokenization;
using static TorchSharp.torch;

namespace Fulcrum.Models.Embeddings;

/// <summary>
/// Texts to the state of a decoder after their last token, which alone has seen the whole text: that of the last layer, after the
/// final norm. The text stands alone, without a prompt.
/// </summary>
/// <param name="model">The model, which has a tokenizer.</param>
/// <param name="owned">What is let go with the embedder: the model itself, or a loan of it.</param>
public sealed class LastTokenEmbedder(LanguageModel model, IDisposable owned) : ITextEmbedder
{
    /// <inheritdoc />
    public int Dimensions => model.Configuration.HiddenSize;

    /// <inheritdoc />
    public int MaxTokens => ContextLength;

    /// <inheritdoc />
    public int ContextLength => model.Configuration.ContextLength;

    /// <inheritdoc />
    public long ParameterCount => model.Decoder.ParameterCount;

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings => model.Warnings;

    /// <inheritdoc />
    public (int[] Ids, bool WasCut) Tokenize(string text, int maxTokens, bool keepEnd)
    {
        var tokenizer = model.Tokenizer!;
        // What looks like a control token in a text is only text (docs/decisions/0008).
        var ids = tokenizer.Encode(text, addSpecialTokens: true, recognizeSpecialTokens: false);
        return ids.Length == 0
            ? ([tokenizer.SpecialTokens.Bos ?? tokenizer.SpecialTokens.Eos ?? 0], false)
            : TokenLimit.Cut(tokenizer, ids, maxTokens, keepEnd);
    }

    /// <inheritdoc />
    public float[][] Embed(IReadOnlyList<int[]> rows)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var batch = new PaddedBatch(rows);
        var states = model.Decoder.ForwardAt(batch.Ids(), batch.Last(), new DecoderContext { Padding = batch.Padding });
        return [.. states.cpu().data<float>().ToArray().Chunk(Dimensions)];
    }

    /// <inheritdoc />
    public void Dispose() => owned.Dispose();
}
