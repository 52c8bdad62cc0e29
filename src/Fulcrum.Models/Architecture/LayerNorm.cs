using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Layer normalization, w·(x − mean(x)) / √(var(x)+ε) + b (arXiv:1607.06450).</summary>
internal sealed class LayerNorm(Tensor weight, Tensor bias, double epsilon) : INorm
{
    public Tensor Forward(Tensor input) => nn.functional.layer_norm(input, weight.shape, weight, bias, epsilon);
}
