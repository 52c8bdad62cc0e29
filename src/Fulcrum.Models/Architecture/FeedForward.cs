using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>SwiGLU feed-forward block, down(silu(gate·x) ⊙ up·x) (arXiv:2002.05202).</summary>
internal sealed class FeedForward(Linear gate, Linear up, Linear down)
{
    /// <summary>[..., H] → [..., H].</summary>
    public Tensor Forward(Tensor hidden) => down.Forward(nn.functional.silu(gate.Forward(hidden)) * up.Forward(hidden));
}
