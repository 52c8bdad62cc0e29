using Fulcrum.Models.Quantization;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Quantization;

/// <summary>Rows of a tensor, for what reads them a few at a time.</summary>
internal static class TensorRows
{
    public static RowReader Reader(this Tensor matrix)
    {
        var values = matrix.data<float>().ToArray();
        var width = (int)matrix.shape[1];
        return (first, destination) => values.AsSpan((int)first * width, destination.Length).CopyTo(destination);
    }

    public static QuantizedMatrix Quantize(this Tensor matrix, WeightPrecision precision) =>
        QuantizedMatrix.Quantize(precision, matrix.shape[0], matrix.shape[1], matrix.Reader(), CPU);
}
