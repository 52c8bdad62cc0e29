using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>
/// Feed-forward block: down(act(gate·x) ⊙ up·x) (arXiv:2002.05202), or down(act(up·x)) where there is no gate.
/// </summary>
/// <param name="inputs">Gate and up; or both fused into one, the gate's rows first; or up alone.</param>
/// <param name="isGated">Whether there is a gate.</param>
/// <param name="activation">The non-linear function, act.</param>
/// <param name="down">Back to the residual stream.</param>
internal sealed class FeedForward(Linear[] inputs, bool isGated, Activation activation, Linear down)
{
    /// <summary>[..., H] → [..., H].</summary>
    public Tensor Forward(Tensor hidden)
    {
        if (!isGated) return down.Forward(Activate(inputs[0].Forward(hidden)));
        if (inputs is [var gate, var up]) return down.Forward(Activate(gate.Forward(hidden)) * up.Forward(hidden));
        var halves = inputs[0].Forward(hidden).chunk(2, -1);
        return down.Forward(Activate(halves[0]) * halves[1]);
    }

    private Tensor Activate(Tensor input) => activation switch
    {
        Activation.Silu => nn.functional.silu(input),
        Activation.Gelu => nn.functional.gelu(input),
        _ => nn.functional.gelu(input, GELU.Approximate.tanh),
    };
}
