using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Encoders;

/// <summary>One post-norm residual layer: attention, then the feed-forward block, each normalized together with what it was given.</summary>
internal sealed class EncoderLayer(SelfAttention attention, LayerNorm afterAttention, Linear up, Linear down, LayerNorm afterFeedForward)
{
    /// <summary>[B, T, H] → [B, T, H], or both packed.</summary>
    public Tensor Forward(Tensor hidden, EncoderInputs inputs)
    {
        using var scope = NewDisposeScope();
        // No gradient needs what a linear layer returned, so the residual is added in place.
        var attended = afterAttention.Forward(attention.Forward(hidden, inputs).add_(hidden));
        var inner = nn.functional.gelu(up.Forward(attended), inplace: !is_grad_enabled());
        return afterFeedForward.Forward(down.Forward(inner).add_(attended)).MoveToOuterDisposeScope();
    }
}
