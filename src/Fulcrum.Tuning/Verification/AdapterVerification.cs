using Fulcrum.Models.Architecture;
using Fulcrum.Models.Verification;
using Fulcrum.Tuning.Adapters;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Verification;

/// <summary>Runs a decoder with an adapter on the inputs of a golden file: proof that a tuned model is still the same.</summary>
public static class AdapterVerification
{
    private static readonly string[] Prefixes = ["", "left_padded/", "right_padded/"];

    /// <summary>
    /// Compares the logits without the adapter, with it, and with it merged into the weights, as far as the file has them.
    /// The decoder is left with the adapter merged.
    /// </summary>
    /// <param name="decoder">The base model.</param>
    /// <param name="folder">The adapter, a PEFT folder.</param>
    /// <param name="golden">What the reference computed.</param>
    /// <exception cref="Fulcrum.Data.InputException">The adapter is damaged, of another method, or does not fit the model.</exception>
    public static IEnumerable<OutputDifference> Run(Decoder decoder, string folder, GoldenFile golden)
    {
        using var noGradient = no_grad();
        using var adapter = LoraModel.Load(decoder, folder);
        adapter.Enabled = false;
        foreach (var difference in Compare(decoder, golden, "base_logits")) yield return difference;
        adapter.Enabled = true;
        foreach (var difference in Compare(decoder, golden, "logits")) yield return difference;
        adapter.Merge();
        foreach (var difference in Compare(decoder, golden, "merged_logits")) yield return difference;
    }

    private static IEnumerable<OutputDifference> Compare(Decoder decoder, GoldenFile golden, string output) =>
        Prefixes.Where(prefix => golden.Has(prefix + output)).Select(prefix => golden.CompareLogits(decoder, prefix, output));
}
