using Fulcrum.Models.Architecture;
using Fulcrum.Models.Encoders;
using Fulcrum.Models.Verification;
using Fulcrum.Tuning.Adapters;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Verification;

/// <summary>
/// Runs a model with an adapter on the inputs of a golden file: proof that a tuned model is still the same. Compared are the
/// logits without the adapter, with it, and with it merged into the weights, as far as the file has them.
/// </summary>
public static class AdapterVerification
{
    private const string Head = "base_head/classifier";

    // Of a BERT padded on the left transformers classifies the first padding, Fulcrum the first token of the text.
    private static readonly string[] EncoderPrefixes = ["", "right_padded/"];

    private static readonly string[] DecoderPrefixes = ["", "left_padded/", "right_padded/"];

    /// <summary>Compares on a decoder, which is left with the adapter merged.</summary>
    /// <param name="decoder">The base model.</param>
    /// <param name="folder">The adapter, a PEFT folder.</param>
    /// <param name="golden">What the reference computed.</param>
    /// <exception cref="Fulcrum.Data.InputException">The adapter is damaged, of another method, or does not fit the model.</exception>
    public static IEnumerable<OutputDifference> Run(Decoder decoder, string folder, GoldenFile golden) =>
        Run(decoder, folder, golden, DecoderPrefixes, (ids, padding) => decoder.Logits(decoder.Forward(ids, new DecoderContext { Padding = padding })));

    /// <summary>Compares on an encoder that classifies, with the head that the golden file says the base has.</summary>
    /// <param name="model">The folder of the base model.</param>
    /// <param name="folder">The adapter, a PEFT folder.</param>
    /// <param name="golden">What the reference computed, with <c>base_head/classifier.weight</c> and <c>.bias</c>.</param>
    /// <exception cref="Fulcrum.Data.InputException">The model or the adapter is damaged, the latter of another method, or they do not fit.</exception>
    public static IEnumerable<OutputDifference> RunEncoder(string model, string folder, GoldenFile golden)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(0);
        var (weight, bias) = (golden[$"{Head}.weight"], golden[$"{Head}.bias"]);
        using var encoder = EncoderModel.LoadForClassification(model, [.. Enumerable.Range(0, (int)weight.shape[0]).Select(label => $"LABEL_{label}")], generator);
        var head = encoder.Encoder.Linears["classifier"];
        head.Weight.copy_(weight);
        head.Bias!.copy_(bias);
        foreach (var difference in Run(encoder.Encoder, folder, golden, EncoderPrefixes, encoder.Encoder.Classify)) yield return difference;
    }

    private static IEnumerable<OutputDifference> Run(INetwork network, string folder, GoldenFile golden, string[] prefixes, Func<Tensor, RowPadding?, Tensor> model)
    {
        using var noGradient = no_grad();
        foreach (var difference in Compare("base_logits")) yield return difference;
        using var adapter = LoraModel.Load(network, folder);
        foreach (var difference in Compare("logits")) yield return difference;
        adapter.Merge();
        foreach (var difference in Compare("merged_logits")) yield return difference;

        IEnumerable<OutputDifference> Compare(string output) =>
            prefixes.Where(prefix => golden.Has(prefix + output)).Select(prefix => golden.Compare(prefix, output, model));
    }
}
