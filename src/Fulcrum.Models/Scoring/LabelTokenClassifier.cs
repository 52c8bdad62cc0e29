using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using static TorchSharp.torch;

namespace Fulcrum.Models.Scoring;

/// <summary>A decoder that classifies: the score of a label is the logit of its token behind the text.</summary>
/// <param name="decoder">The model.</param>
/// <param name="labelTokens">Per label its token.</param>
/// <param name="objective">What the scores stand for.</param>
public sealed class LabelTokenClassifier(Decoder decoder, IReadOnlyList<int> labelTokens, LabelObjective objective) : ITextClassifier
{
    /// <inheritdoc/>
    public int LabelCount => labelTokens.Count;

    /// <inheritdoc/>
    public LabelObjective Objective => objective;

    /// <inheritdoc/>
    public Tensor Classify(IReadOnlyList<int[]> rows)
    {
        using var scope = NewDisposeScope();
        var batch = new PaddedBatch(rows);
        var hidden = decoder.ForwardAt(batch.Ids(), batch.Last(), new DecoderContext { Padding = batch.Padding });
        return decoder.Logits(hidden, tensor(labelTokens.Select(token => (long)token).ToArray(), device: hidden.device)).MoveToOuterDisposeScope();
    }
}
