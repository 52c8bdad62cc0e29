using Fulcrum.Models.Encoders;
using static TorchSharp.torch;

namespace Fulcrum.Models.Verification;

/// <summary>Runs an encoder on the inputs of a golden file: proof that a converted model is still the same.</summary>
public static class EncoderVerification
{
    private const string Output = "last_hidden_state";

    /// <summary>Compares every output that the file has and an encoder can give, one after the other.</summary>
    /// <exception cref="Fulcrum.Data.InputException">Tensors are missing or have another shape than the model's.</exception>
    public static IEnumerable<OutputDifference> Run(Encoder encoder, GoldenFile golden)
    {
        using var noGradient = no_grad();
        foreach (var prefix in (string[])["", "left.", "right."])
            if (golden.Has(prefix + Output)) yield return golden.Compare(prefix, Output, (ids, padding) => encoder.Forward(ids, padding));
        if (golden.Has($"segments.{Output}")) yield return Segments(encoder, golden);
        foreach (var difference in HiddenStates(encoder, golden)) yield return difference;
    }

    private static OutputDifference Segments(Encoder encoder, GoldenFile golden)
    {
        using var scope = NewDisposeScope();
        return golden.Compare($"segments.{Output}", encoder.Forward(golden["input_ids"], tokenTypes: golden["segments.token_type_ids"]));
    }

    private static IEnumerable<OutputDifference> HiddenStates(Encoder encoder, GoldenFile golden)
    {
        using var scope = NewDisposeScope();
        var hidden = encoder.Embed(golden["input_ids"]);
        if (golden.Has("hidden.embed")) yield return golden.Compare("hidden.embed", hidden);
        for (var layer = 0; layer < encoder.Configuration.LayerCount; layer++)
        {
            hidden = encoder.Run(hidden, layer, layer + 1);
            if (golden.Has($"hidden.layer{layer}")) yield return golden.Compare($"hidden.layer{layer}", hidden);
        }

        if (golden.Has("pooler_output") && encoder.Configuration.HasPooler) yield return golden.Compare("pooler_output", encoder.Pool(hidden));
    }
}
