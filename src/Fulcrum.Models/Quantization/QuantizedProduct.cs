using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Fulcrum.Models.Quantization;

/// <summary>input·Wᵀ in the graph, which holds no float weights: backward dequantizes again.</summary>
internal sealed class QuantizedProduct : SingleTensorFunction<QuantizedProduct>
{
    private const string Weight = "weight";

    /// <summary>
    /// TorchSharp copies what backward returns but disposes nothing of it. Until the step's scope ends, all layers' gradients
    /// would pile up, so each call frees that of the one before.
    /// </summary>
    [ThreadStatic]
    private static Tensor? _returned;

    public override string Name => nameof(QuantizedProduct);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var weight = (QuantizedMatrix)vars[1];
        ctx.save_data(Weight, weight);
        return weight.Multiply((Tensor)vars[0]);
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        _returned?.Dispose();
        _returned = ((QuantizedMatrix)ctx.get_data(Weight)).MultiplyBackward(grad_output).DetachFromDisposeScope();
        grad_output.Dispose();
        return [_returned, null!];
    }
}
