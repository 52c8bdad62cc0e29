using System.Numerics.Tensors;
using Fulcrum.Models.Native;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Fulcrum.Models.Architecture;

/// <summary>Root mean square normalization, w·x / √(mean(x²)+ε) (arXiv:1910.07467).</summary>
/// <param name="weight">The scale of each dimension, [H].</param>
/// <param name="epsilon">Added to the mean square, ε.</param>
/// <param name="plusOne">Whether one is added to the weight, as in Gemma.</param>
/// <remarks>
/// The norm of each row is one fused reduction, and everything up to the scale works on one number per row: 0.16 ms for
/// [8, 128, 576] where torch's own composite rms_norm takes 0.38.
/// </remarks>
internal sealed class RmsNorm(Tensor weight, double epsilon, bool plusOne = false) : INorm
{
    private readonly Scalar _width = weight.shape[0];
    private readonly Scalar _offset = epsilon;

    public Tensor Forward(Tensor input)
    {
        if (input.IsSmall() && input.is_contiguous()) return ForwardFew(input);
        // Not linalg.vector_norm, whose order is a temporary Scalar (see Scalars).
        var length = norm(input, -1, keepdim: true, p: 2);
        var scale = (length * length).div(_width).add(_offset, Scalars.One).rsqrt();
        var normalized = input * scale;
        if (plusOne) return normalized.addcmul(normalized, weight, Scalars.One);
        // In place where no gradient needs the factor: one tensor less to allocate, and 10 % less peak memory under LoRA.
        return weight.requires_grad ? normalized * weight : normalized.mul_(weight);
    }

    private Tensor ForwardFew(Tensor input)
    {
        var output = empty_like(input);
        ReadOnlySpan<float> source = input.Floats(), weights = weight.Floats();
        var destination = output.Floats();
        for (var at = 0; at < source.Length; at += weights.Length)
        {
            var row = source.Slice(at, weights.Length);
            var result = destination.Slice(at, weights.Length);
            var scale = 1 / Math.Sqrt(TensorPrimitives.SumOfSquares(row) / weights.Length + epsilon);
            TensorPrimitives.Multiply(row, (float)scale, result);
            if (plusOne) TensorPrimitives.MultiplyAdd(result, weights, result, result);
            else TensorPrimitives.Multiply(result, weights, result);
        }

        return output;
    }
}
