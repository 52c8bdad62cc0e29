using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Verification;

/// <summary>Runs a decoder on the inputs of a golden file: proof that a converted model is still the same.</summary>
public static class DecoderVerification
{
    private static readonly string[] Batches = ["", "left.", "right."];

    /// <summary>Compares every output that the file has and a decoder can give, one after the other.</summary>
    /// <exception cref="Fulcrum.Data.InputException">Tensors are missing, have another shape than the model's, or are no input that it can take.</exception>
    public static IEnumerable<OutputDifference> Run(Decoder decoder, GoldenFile golden)
    {
        using var noGradient = no_grad();
        var limits = InputLimits.Of(decoder.Configuration);
        foreach (var prefix in Batches)
            if (golden.Has(prefix + "logits")) yield return golden.Compare(prefix, "logits", limits, (ids, padding) => decoder.Logits(decoder.Forward(ids, new DecoderContext { Padding = padding })));
        if (golden.Has("token_logprobs")) yield return TokenLogProbabilities(decoder, golden);
        foreach (var difference in HiddenStates(decoder, golden)) yield return difference;
        for (var run = 0; golden.Has($"greedy{run}.logits"); run++) yield return Greedy(decoder, golden, run);
    }

    /// <summary>Compares every output that the file has and a classifier can give, one after the other.</summary>
    /// <inheritdoc cref="Run(Decoder, GoldenFile)" path="/exception"/>
    public static IEnumerable<OutputDifference> Run(SequenceClassifier classifier, GoldenFile golden)
    {
        using var noGradient = no_grad();
        var configuration = classifier.Decoder.Configuration;
        foreach (var prefix in Batches.Where(prefix => prefix != "left." || SequenceClassifier.CountsPositionsAsReference(configuration)))
            if (golden.Has(prefix + "logits")) yield return golden.Compare(prefix, "logits", InputLimits.Of(configuration), classifier.Forward);
        foreach (var difference in HiddenStates(classifier.Decoder, golden)) yield return difference;
    }

    private static OutputDifference TokenLogProbabilities(Decoder decoder, GoldenFile golden)
    {
        using var scope = NewDisposeScope();
        var ids = golden.Ids("input_ids", InputLimits.Of(decoder.Configuration));
        var logits = decoder.Logits(decoder.Forward(ids));
        var next = ids[.., 1..].unsqueeze(-1);
        return golden.Compare("token_logprobs", nn.functional.log_softmax(logits[.., ..^1], -1).gather(2, next).squeeze(-1));
    }

    private static IEnumerable<OutputDifference> HiddenStates(Decoder decoder, GoldenFile golden)
    {
        if (!golden.Outputs.Any(name => name.StartsWith("hidden.", StringComparison.Ordinal))) yield break;
        using var scope = NewDisposeScope();
        var ids = golden.Ids("input_ids", InputLimits.Of(decoder.Configuration));
        var hidden = decoder.Embed(ids);
        if (golden.Has("hidden.embed")) yield return golden.Compare("hidden.embed", hidden);
        for (var layer = 0; golden.Has($"hidden.layer{layer}") && layer < decoder.Configuration.LayerCount; layer++)
        {
            hidden = decoder.Run(hidden, layer, layer + 1);
            yield return golden.Compare($"hidden.layer{layer}", hidden);
        }

        if (golden.Has("hidden.final")) yield return golden.Compare("hidden.final", decoder.Forward(ids));
    }

    /// <summary>Feeds the reference's own tokens one by one through the cache.</summary>
    private static OutputDifference Greedy(Decoder decoder, GoldenFile golden, int run)
    {
        using var scope = NewDisposeScope();
        using var cache = new KeyValueCache(reserve: 8);
        var context = new DecoderContext { Cache = cache };
        var (prompt, tokens) = golden.GreedyRun(run, InputLimits.Of(decoder.Configuration));
        var logits = new List<Tensor>();
        var next = tensor(prompt, device: CPU).unsqueeze(0);
        foreach (var token in tokens)
        {
            logits.Add(decoder.Logits(decoder.Forward(next, context)[0, -1]));
            next = tensor(token, device: CPU).view(1, 1);
        }

        return golden.Compare($"greedy{run}.logits", stack(logits));
    }
}
