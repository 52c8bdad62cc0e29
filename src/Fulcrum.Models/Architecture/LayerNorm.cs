using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Layer normalisation, w·(x − mean) / √(variance+ε) + b (arXiv:1607.06450).</summary>
internal sealed class LayerNorm(Tensor weight, Tensor bias, double epsilon)
{
    /// <summary>[..., H] → [..., H].</summary>
    public Tensor Forward(Tensor input) => nn.functional.layer_norm(input, weight.shape, weight, bias, epsilon);
}
