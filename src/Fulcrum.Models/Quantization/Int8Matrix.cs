using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// One byte a weight: w ≈ q·s with s = max|row| / 127 and q = round(w / s), to even (absmax quantisation by rows, as the
/// weights of LLM.int8(), arXiv:2208.07339; activations stay float32).
/// </summary>
internal sealed unsafe class Int8Matrix : QuantisedMatrix
{
    private readonly sbyte* codes;
    private readonly float* scales;

    /// <summary>Takes both tensors.</summary>
    /// <param name="codes">[out, in] int8.</param>
    /// <param name="scales">[out] float32.</param>
    public Int8Matrix(Tensor codes, Tensor scales)
        : base(codes.shape[0], codes.shape[1])
    {
        (Codes, Scales) = (codes.DetachFromDisposeScope(), scales.DetachFromDisposeScope());
        if (Device.type != TorchSharp.DeviceType.CPU) return;
        this.codes = (sbyte*)codes.DataPointer();
        this.scales = (float*)scales.DataPointer();
    }

    /// <summary>[out, in] int8.</summary>
    public Tensor Codes { get; }

    /// <summary>[out] float32.</summary>
    public Tensor Scales { get; }

    public override long ByteCount => Codes.NumberOfElements + Scales.NumberOfElements * sizeof(float);

    public override Device Device => Codes.device;

    public static Int8Matrix Quantise(long rows, long columns, RowReader read, Device device)
    {
        using var scope = NewDisposeScope();
        var (codes, scales) = (empty([rows, columns], ScalarType.Int8), empty(rows));
        var code = (sbyte*)codes.DataPointer();
        var scale = (float*)scales.DataPointer();
        RowPieces.ForEach(rows, columns, (first, count) =>
        {
            var values = new float[count * columns];
            read(first, values);
            for (var row = 0; row < count; row++)
            {
                scale[first + row] = QuantiseRow(
                    values.AsSpan(row * (int)columns, (int)columns), new Span<sbyte>(code + (first + row) * columns, (int)columns));
            }
        });
        return new Int8Matrix(codes.to(device), scales.to(device));
    }

    public override Tensor Gather(Tensor indices) =>
        Codes.index_select(0, indices).to(ScalarType.Float32).mul_(Scales.index_select(0, indices).unsqueeze(1));

    public override void Dispose()
    {
        Codes.Dispose();
        Scales.Dispose();
    }

    internal override void DequantiseRows(long first, Span<float> destination)
    {
        var width = (int)Columns;
        for (; !destination.IsEmpty; first++, destination = destination[width..])
            Scale(new ReadOnlySpan<sbyte>(codes + first * width, width), scales[first], destination);
    }

    private static float QuantiseRow(Span<float> row, Span<sbyte> codes)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(row)) / 127;
        if (scale != 0) TensorPrimitives.Divide(row, scale, row);
        TensorPrimitives.Round<float>(row, row);
        TensorPrimitives.ConvertSaturating<float, sbyte>(row, codes);
        return scale;
    }

    private static void Scale(ReadOnlySpan<sbyte> codes, float scale, Span<float> destination)
    {
        var at = 0;
        for (; at <= codes.Length - 16; at += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.Create(codes[at..]).ToVector256Unsafe()));
            (Vector256.ConvertToSingle(low) * scale).CopyTo(destination[at..]);
            (Vector256.ConvertToSingle(high) * scale).CopyTo(destination[(at + 8)..]);
        }

        for (; at < codes.Length; at++) destination[at] = codes[at] * scale;
    }
}
