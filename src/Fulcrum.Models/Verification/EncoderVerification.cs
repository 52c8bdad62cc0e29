using Fulcrum.Data;
using Fulcrum.Models.Encoders;
using static TorchSharp.torch;

namespace Fulcrum.Models.Verification;

/// <summary>Runs an encoder on the inputs of a golden file: proof that a converted model is still the same.</summary>
public static class EncoderVerification
{
    private const string Output = "last_hidden_state";

    /// <summary>Compares every output that the file has and an encoder can give, one after the other.</summary>
    /// <exception cref="Fulcrum.Data.InputException">Tensors are missing or have another shape than the model's, or are no input that it can take.</exception>
    public static IEnumerable<OutputDifference> Run(Encoder encoder, GoldenFile golden)
    {
        using var noGradient = no_grad();
        var limits = InputLimits.Of(encoder.Configuration);
        foreach (var prefix in (string[])["", "left.", "right."])
            if (golden.Has(prefix + Output)) yield return golden.Compare(prefix, Output, limits, (ids, padding) => encoder.Forward(ids, padding));

        // Of a BERT padded on the left transformers classifies the first padding, Fulcrum the first token of the text.
        foreach (var prefix in encoder.Head is null ? [] : (string[])["", "right."])
            if (golden.Has(prefix + "logits")) yield return golden.Compare(prefix, "logits", limits, encoder.Classify);
        if (golden.Has($"segments.{Output}")) yield return Segments(encoder, golden);
        foreach (var difference in HiddenStates(encoder, golden)) yield return difference;
    }

    private static OutputDifference Segments(Encoder encoder, GoldenFile golden)
    {
        using var scope = NewDisposeScope();
        var limits = InputLimits.Of(encoder.Configuration);
        var types = golden.Ids("segments.token_type_ids", limits with { Ids = encoder.Configuration.TokenTypes });
        var ids = golden.Ids("input_ids", limits);
        if (!types.shape.SequenceEqual(ids.shape))
            throw new InputException(new InputError("The tensors input_ids and segments.token_type_ids have different shapes.") { File = golden.Path });
        return golden.Compare($"segments.{Output}", encoder.Forward(ids, tokenTypes: types));
    }

    private static IEnumerable<OutputDifference> HiddenStates(Encoder encoder, GoldenFile golden)
    {
        if (!golden.Outputs.Any(name => name is "pooler_output" || name.StartsWith("hidden.", StringComparison.Ordinal))) yield break;
        using var scope = NewDisposeScope();
        var hidden = encoder.Embed(golden.Ids("input_ids", InputLimits.Of(encoder.Configuration)));
        if (golden.Has("hidden.embed")) yield return golden.Compare("hidden.embed", hidden);
        for (var layer = 0; layer < encoder.Configuration.LayerCount; layer++)
        {
            hidden = encoder.Run(hidden, layer, layer + 1);
            if (golden.Has($"hidden.layer{layer}")) yield return golden.Compare($"hidden.layer{layer}", hidden);
        }

        if (golden.Has("pooler_output") && encoder.Configuration.HasPooler) yield return golden.Compare("pooler_output", encoder.Pool(hidden));
    }
}
