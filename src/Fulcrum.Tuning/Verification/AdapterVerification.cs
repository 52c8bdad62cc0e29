using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Encoders;
using Fulcrum.Models.Verification;
using Fulcrum.Tuning.Adapters;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Verification;

/// <summary>
/// Runs a model with an adapter on the inputs of a golden file: proof that a tuned model is still the same. Compared are the
/// logits without the adapter, with it, and with it merged into the weights, and these weights, as far as the file has them.
/// </summary>
public static class AdapterVerification
{
    private const string Merged = "merged/";

    private const string DecoderHead = GoldenFile.BaseHead + "score.weight";

    private const string EncoderHead = GoldenFile.BaseHead + "classifier";

    private static readonly string[] EveryBatch = ["", "left_padded/", "right_padded/"];

    // Of a BERT padded on the left transformers classifies the first padding, Fulcrum the first token of the text; of a
    // decoder with learned positions it counts the padding in.
    private static readonly string[] NotPaddedLeft = ["", "right_padded/"];

    /// <summary>Whether the golden file has a head for a decoder, and so is of a classifier.</summary>
    public static bool HasDecoderHead(GoldenFile golden) => golden.Has(DecoderHead);

    /// <summary>Opens a decoder with the head that the golden file says the base has, else with its own.</summary>
    /// <param name="model">The folder of the base model.</param>
    /// <param name="golden">What the reference computed, with <c>base_head/score.weight</c>.</param>
    /// <exception cref="Fulcrum.Data.InputException">The model or the head is damaged, or they do not fit.</exception>
    public static SequenceClassifier OpenClassifier(string model, GoldenFile golden)
    {
        if (!HasDecoderHead(golden)) return SequenceClassifier.Load(model);
        using var scope = NewDisposeScope();
        return SequenceClassifier.Load(model, golden.Numbers(DecoderHead, -1, -1));
    }

    /// <summary>Opens an encoder with the head that the golden file says the base has, else with its own.</summary>
    /// <param name="model">The folder of the base model.</param>
    /// <param name="golden">What the reference computed, with <c>base_head/classifier.weight</c> and <c>.bias</c>.</param>
    /// <exception cref="Fulcrum.Data.InputException">The model or the head is damaged, or they do not fit.</exception>
    public static EncoderModel OpenEncoder(string model, GoldenFile golden)
    {
        if (!golden.Has($"{EncoderHead}.weight")) return EncoderModel.Load(model);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(0);
        var labels = golden.Numbers($"{EncoderHead}.weight", -1, -1).shape[0];
        var encoder = EncoderModel.LoadForClassification(model, [.. Enumerable.Range(0, (int)labels).Select(label => $"LABEL_{label}")], generator);
        try
        {
            var head = encoder.Encoder.Head!;
            head.Weight.copy_(golden.Numbers($"{EncoderHead}.weight", head.Weight.shape));
            head.Bias!.copy_(golden.Numbers($"{EncoderHead}.bias", head.Bias.shape));
            return encoder;
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>Compares on a language model, which is left with the adapter merged where its weights are not quantized.</summary>
    /// <param name="decoder">The base model.</param>
    /// <param name="folder">The adapter, a PEFT folder.</param>
    /// <param name="golden">What the reference computed.</param>
    /// <exception cref="Fulcrum.Data.InputException">The adapter is damaged, of another method, or does not fit the model; or the golden file is damaged.</exception>
    public static IEnumerable<OutputDifference> Run(Decoder decoder, string folder, GoldenFile golden) => Run(
        decoder, folder, golden, Batches(decoder), InputLimits.Of(decoder.Configuration), (ids, padding) => decoder.Logits(decoder.Forward(ids, new DecoderContext { Padding = padding })));

    /// <summary>Compares on a decoder that classifies, which is left with the adapter merged where its weights are not quantized.</summary>
    /// <param name="classifier">The base model.</param>
    /// <param name="folder">The adapter, a PEFT folder.</param>
    /// <param name="golden">What the reference computed.</param>
    /// <inheritdoc cref="Run(Decoder, string, GoldenFile)" path="/exception"/>
    public static IEnumerable<OutputDifference> Run(SequenceClassifier classifier, string folder, GoldenFile golden) =>
        Run(classifier.Decoder, folder, golden, Batches(classifier.Decoder), InputLimits.Of(classifier.Decoder.Configuration), classifier.Forward);

    /// <summary>Compares on an encoder that classifies, which is left with the adapter merged where its weights are not quantized.</summary>
    /// <param name="encoder">The base model.</param>
    /// <param name="folder">The adapter, a PEFT folder.</param>
    /// <param name="golden">What the reference computed.</param>
    /// <inheritdoc cref="Run(Decoder, string, GoldenFile)" path="/exception"/>
    public static IEnumerable<OutputDifference> Run(Encoder encoder, string folder, GoldenFile golden) =>
        Run(encoder, folder, golden, NotPaddedLeft, InputLimits.Of(encoder.Configuration), encoder.Classify);

    private static string[] Batches(Decoder decoder) => SequenceClassifier.CountsPositionsAsReference(decoder.Configuration) ? EveryBatch : NotPaddedLeft;

    private static IEnumerable<OutputDifference> Run(
        INetwork network, string folder, GoldenFile golden, string[] batches, InputLimits limits, Func<Tensor, RowPadding?, Tensor> model)
    {
        using var noGradient = no_grad();
        foreach (var difference in Compare("base_logits")) yield return difference;
        using var adapter = LoraModel.Load(network, folder);
        foreach (var difference in Compare("logits")) yield return difference;
        if (!adapter.CanMerge) yield break;
        adapter.Merge();
        foreach (var difference in Compare("merged_logits")) yield return difference;
        foreach (var (name, tensor) in network.CheckpointTensors)
            if (golden.Has(Merged + name)) yield return golden.Compare(Merged + name, tensor);

        IEnumerable<OutputDifference> Compare(string output) =>
            batches.Where(batch => golden.Has(batch + output)).Select(batch => golden.Compare(batch, output, limits, model));
    }
}
