using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Families;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Tokenization;
using static TorchSharp.torch;

namespace Fulcrum.Models;

/// <summary>
/// A decoder whose head scores classes: transformers' <c>…ForSequenceClassification</c>, with <c>score.weight</c>
/// [classes, H] applied to the last real token of each text.
/// </summary>
public sealed class SequenceClassifier : IDisposable
{
    private readonly LanguageModel _model;

    private SequenceClassifier(LanguageModel model) => _model = model;

    /// <summary>The decoder; its <see cref="Decoder.Head"/> is the classifier.</summary>
    public Decoder Decoder => _model.Decoder;

    /// <summary>Text to tokens; null where there is no <c>tokenizer.json</c>.</summary>
    public Tokenizer? Tokenizer => _model.Tokenizer;

    /// <summary>Names of the classes, in the order of the scores.</summary>
    public IReadOnlyList<string> Labels => Decoder.Configuration.Labels!;

    /// <summary>What the user should know of this model before trusting it; often empty.</summary>
    public IReadOnlyList<string> Warnings => _model.Warnings;

    /// <summary>Whether a model's configuration names a classifier among its architectures.</summary>
    /// <param name="path">A Hugging Face folder or a weight file in it.</param>
    /// <exception cref="InputException">There is a configuration that cannot be read.</exception>
    public static bool Is(string path)
    {
        if (Path.GetExtension(path).Equals(".gguf", StringComparison.OrdinalIgnoreCase)) return false;
        var file = Path.Combine(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!, "config.json");
        return File.Exists(file) && ConfigurationFile.Read(file).Labels is not null;
    }

    /// <summary>
    /// Whether transformers gives the tokens of a row padded on the left the same places as Fulcrum. A classifier of
    /// transformers counts them over the padding: rotary positions are relative and make no difference, learned ones do.
    /// </summary>
    public static bool CountsPositionsAsReference(ModelConfiguration configuration) => configuration.Rotary is not null;

    /// <summary>Opens a Hugging Face folder whose <c>architectures</c> names a classifier.</summary>
    /// <exception cref="InputException">As <see cref="LanguageModel.Load"/>, or the model is no classifier.</exception>
    public static SequenceClassifier Load(string path, ComputeDevice? device = null) =>
        new(LanguageModel.Open(path, device, WeightPrecision.Full, isTrained: false, isClassifier: true));

    /// <summary>Opens a decoder, classifier or not, with this head instead of its own.</summary>
    /// <param name="path">A Hugging Face folder or a <c>.gguf</c> file.</param>
    /// <param name="head">The weight of the head, [classes, H]; it is copied.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <exception cref="InputException">As <see cref="LanguageModel.Load"/>, or the head does not fit.</exception>
    public static SequenceClassifier Load(string path, Tensor head, ComputeDevice? device = null) =>
        new(LanguageModel.Open(path, device, WeightPrecision.Full, isTrained: false, isClassifier: true, head));

    /// <summary>Scores of every class before softmax.</summary>
    /// <param name="ids">Token ids, [B, T] int64.</param>
    /// <param name="padding">Which of them are real; null when all are.</param>
    /// <returns>The scores, [B, classes].</returns>
    public Tensor Forward(Tensor ids, RowPadding? padding = null)
    {
        using var scope = NewDisposeScope();
        var columns = ids.shape[1];
        var last = Enumerable.Range(0, (int)ids.shape[0])
            .Select(row => row * columns + (padding is { Left: false } ? padding.Lengths[row] : columns) - 1);
        return Decoder.Logits(Decoder.ForwardAt(ids, tensor(last.ToArray(), device: CPU), new DecoderContext { Padding = padding })).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => _model.Dispose();
}
