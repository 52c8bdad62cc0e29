using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fulcrum.Models.Architecture;

/// <summary>y = x·Wᵀ + b on given tensors, with one place where an adapter can take part.</summary>
/// <param name="weight">[out, in].</param>
/// <param name="bias">[out], or null.</param>
public sealed class Linear(torch.Tensor weight, torch.Tensor? bias = null)
{
    /// <summary>[out, in].</summary>
    public torch.Tensor Weight { get; } = weight;

    /// <summary>[out], or null.</summary>
    public torch.Tensor? Bias { get; } = bias;

    /// <summary>Takes part in <see cref="Forward"/> while set.</summary>
    public ILinearAdapter? Adapter { get; set; }

    /// <summary>Width of the input.</summary>
    public long InputSize => Weight.shape[1];

    /// <summary>Width of the output.</summary>
    public long OutputSize => Weight.shape[0];

    /// <summary>[..., in] → [..., out], through the adapter if there is one.</summary>
    public torch.Tensor Forward(torch.Tensor input) => Adapter is null ? Product(input) : Adapter.Apply(input, this);

    /// <summary>[..., in] → [..., out] by weight and bias alone.</summary>
    public torch.Tensor Product(torch.Tensor input) => functional.linear(input, Weight, Bias);
}
