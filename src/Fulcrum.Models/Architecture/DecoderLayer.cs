using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>One pre-norm residual layer: attention, then the feed-forward block.</summary>
internal sealed class DecoderLayer(RmsNorm beforeAttention, Attention attention, RmsNorm beforeFeedForward, FeedForward feedForward)
{
    /// <summary>[B, T, H] → [B, T, H], or both packed.</summary>
    public Tensor Forward(Tensor hidden, AttentionInputs inputs, DecoderContext context)
    {
        using var scope = NewDisposeScope();
        var attended = hidden + attention.Forward(beforeAttention.Forward(hidden), inputs, context);
        return (attended + feedForward.Forward(beforeFeedForward.Forward(attended))).MoveToOuterDisposeScope();
    }
}
