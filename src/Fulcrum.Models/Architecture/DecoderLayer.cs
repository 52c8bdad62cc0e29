using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>One residual layer: attention and the feed-forward block, one after the other or side by side.</summary>
internal sealed class DecoderLayer(Attention attention, FeedForward feedForward)
{
    /// <summary>Normalizes what attention takes.</summary>
    public required INorm BeforeAttention { get; init; }

    /// <summary>Of what attention gives; null for none.</summary>
    public INorm? AfterAttention { get; init; }

    /// <summary>Of what the feed-forward block takes; null where it takes what attention takes.</summary>
    public INorm? BeforeFeedForward { get; init; }

    /// <summary>Of what the feed-forward block gives; null for none.</summary>
    public INorm? AfterFeedForward { get; init; }

    /// <summary>Whether both blocks take the layer's input, instead of the second the sum with the first.</summary>
    public bool IsParallel { get; init; }

    /// <summary>[B, T, H] → [B, T, H], or both packed; of the tokens kept alone, where not all are.</summary>
    public Tensor Forward(Tensor hidden, AttentionInputs inputs, DecoderContext context)
    {
        using var scope = NewDisposeScope();
        var normalized = BeforeAttention.Forward(hidden);
        var attended = attention.Forward(normalized, inputs, context);
        hidden = inputs.SelectKept(hidden);
        attended = hidden.Plus(AfterAttention?.Forward(attended) ?? attended);
        if (!IsParallel) hidden = attended;
        var fed = feedForward.Forward(BeforeFeedForward?.Forward(hidden) ?? inputs.SelectKept(normalized));
        return attended.Plus(AfterFeedForward?.Forward(fed) ?? fed).MoveToOuterDisposeScope();
    }
}
