using Fulcrum.Models.Quantization;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fulcrum.Models.Architecture;

/// <summary>y = x·Wᵀ + b on given tensors, with one place where an adapter can take part.</summary>
public sealed class Linear
{
    private readonly torch.Tensor? _weight;

    /// <summary>A layer whose weight is a tensor.</summary>
    /// <param name="weight">The weight, [out, in].</param>
    /// <param name="bias">What is added to the product, [out]; null for nothing.</param>
    public Linear(torch.Tensor weight, torch.Tensor? bias = null) => (_weight, Bias) = (weight, bias);

    /// <summary>A layer whose weight is quantized, and so frozen.</summary>
    /// <param name="weight">The weight, [out, in].</param>
    /// <param name="bias">What is added to the product, [out]; null for nothing.</param>
    public Linear(QuantizedMatrix weight, torch.Tensor? bias = null) => (Quantized, Bias) = (weight, bias);

    /// <summary>The weight, [out, in].</summary>
    /// <exception cref="InvalidOperationException">It is quantized: there is no tensor to train or to change.</exception>
    public torch.Tensor Weight =>
        _weight ?? throw new InvalidOperationException("The weight is quantized and cannot be changed. Load the model in full precision.");

    /// <summary>The weight where it is quantized, else null.</summary>
    public QuantizedMatrix? Quantized { get; }

    /// <summary>What is added to the product, [out]; null for nothing.</summary>
    public torch.Tensor? Bias { get; }

    /// <summary>
    /// The type in which input and weight are multiplied; the product is float32 in any case. The weight may be of this type or, as one
    /// that is trained, float32.
    /// </summary>
    public torch.ScalarType ProductType { get; init; } = torch.ScalarType.Float32;

    /// <summary>Takes part in <see cref="Forward"/> while set.</summary>
    public ILinearAdapter? Adapter { get; set; }

    /// <summary>Width of the input.</summary>
    public long InputSize => _weight?.shape[1] ?? Quantized!.Columns;

    /// <summary>Width of the output.</summary>
    public long OutputSize => _weight?.shape[0] ?? Quantized!.Rows;

    /// <summary>Where the weight is.</summary>
    public torch.Device Device => _weight?.device ?? Quantized!.Device;

    /// <summary>[..., in] → [..., out], through the adapter if there is one.</summary>
    public torch.Tensor Forward(torch.Tensor input) => Adapter is null ? Product(input) : Adapter.Apply(input, this);

    /// <summary>[..., in] → [..., out] by weight and bias alone.</summary>
    public torch.Tensor Product(torch.Tensor input)
    {
        if (_weight is not null && ProductType == torch.ScalarType.Float32) return functional.linear(input, _weight, Bias);
        var product = Quantized?.Product(input) ?? ProductInType(input);
        return Bias is null ? product : product.add_(Bias);
    }

    /// <summary>Rows of the weight by their indices [N] (int64), [N, in].</summary>
    public torch.Tensor Rows(torch.Tensor indices) => _weight?.index_select(0, indices) ?? Quantized!.Gather(indices);

    private torch.Tensor ProductInType(torch.Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return functional.linear(input.to(ProductType), _weight!.to(ProductType)).to(torch.ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
