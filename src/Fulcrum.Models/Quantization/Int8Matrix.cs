using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fulcrum.Models.Native;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// One byte a weight: w ≈ q·s with s = max|row| / 127 and q = round(w / s), to even (absmax quantization by rows, as the
/// weights of LLM.int8(), arXiv:2208.07339; activations stay float32).
/// </summary>
internal sealed unsafe class Int8Matrix : QuantizedMatrix
{
    private readonly sbyte* _codes;
    private readonly float* _scales;

    /// <summary>Makes a matrix of its two tensors, which are then disposed with it.</summary>
    /// <param name="codes">The weights divided by the scale of their row, [out, in] int8.</param>
    /// <param name="scales">What the codes of each row are multiplied by, [out] float32.</param>
    public Int8Matrix(Tensor codes, Tensor scales)
        : base(codes.shape[0], codes.shape[1])
    {
        (Codes, Scales) = (codes.DetachFromDisposeScope(), scales.DetachFromDisposeScope());
        if (Device.type != TorchSharp.DeviceType.CPU) return;
        _codes = (sbyte*)codes.DataPointer();
        _scales = (float*)scales.DataPointer();
    }

    /// <summary>The weights divided by the scale of their row, [out, in] int8.</summary>
    public Tensor Codes { get; }

    /// <summary>What the codes of each row are multiplied by, [out] float32.</summary>
    public Tensor Scales { get; }

    public override long ByteCount => Codes.NumberOfElements + Scales.NumberOfElements * sizeof(float);

    public override Device Device => Codes.device;

    public static Int8Matrix Quantize(long rows, long columns, RowReader read, Device device)
    {
        using var scope = NewDisposeScope();
        var (codes, scales) = (empty([rows, columns], ScalarType.Int8, device: CPU), empty(rows, device: CPU));
        var code = (sbyte*)codes.DataPointer();
        var scale = (float*)scales.DataPointer();
        RowPieces.ForEach(rows, columns, (first, count) =>
        {
            // Rented: the garbage of new ones would pile up to the size of the model.
            var rented = ArrayPool<float>.Shared.Rent(checked(count * (int)columns));
            var values = rented.AsSpan(0, count * (int)columns);
            read(first, values);
            for (var row = 0; row < count; row++)
            {
                scale[first + row] = QuantizeRow(
                    values.Slice(row * (int)columns, (int)columns), new Span<sbyte>(code + (first + row) * columns, (int)columns));
            }

            ArrayPool<float>.Shared.Return(rented);
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

    internal override void DequantizeRows(long first, Span<float> destination)
    {
        var width = (int)Columns;
        fixed (float* start = destination)
        {
            for (var row = 0; row < destination.Length / width; row++) Scale(_codes + (first + row) * width, width, _scales[first + row], start + row * width);
        }
    }

    internal override bool TryMultiply(long first, ReadOnlySpan<float> vector, Span<float> products)
    {
        fixed (float* input = vector)
        {
            var done = 0;
            for (; done <= products.Length - 4; done += 4) MultiplyFour(first + done, input, products.Slice(done, 4));
            for (; done < products.Length; done++) products[done] = _scales[first + done] * Dot(_codes + (first + done) * Columns, input, 0);
        }

        return true;
    }

    private static float QuantizeRow(Span<float> row, Span<sbyte> codes)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(row)) / 127;
        if (scale != 0) TensorPrimitives.Divide(row, scale, row);
        TensorPrimitives.Round<float>(row, row);
        TensorPrimitives.ConvertSaturating<float, sbyte>(row, codes);
        return scale;
    }

    /// <summary>Codes become floats in registers; four rows at a time wait neither for each other nor for the input.</summary>
    private void MultiplyFour(long first, float* input, Span<float> products)
    {
        var width = (int)Columns;
        sbyte* row0 = _codes + first * width, row1 = row0 + width, row2 = row1 + width, row3 = row2 + width;
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        var at = 0;
        for (; at <= width - 16; at += 16)
        {
            var (x, y) = (Vector256.Load(input + at), Vector256.Load(input + at + 8));
            sum0 = Vector256.FusedMultiplyAdd(Eight(row0 + at + 8), y, Vector256.FusedMultiplyAdd(Eight(row0 + at), x, sum0));
            sum1 = Vector256.FusedMultiplyAdd(Eight(row1 + at + 8), y, Vector256.FusedMultiplyAdd(Eight(row1 + at), x, sum1));
            sum2 = Vector256.FusedMultiplyAdd(Eight(row2 + at + 8), y, Vector256.FusedMultiplyAdd(Eight(row2 + at), x, sum2));
            sum3 = Vector256.FusedMultiplyAdd(Eight(row3 + at + 8), y, Vector256.FusedMultiplyAdd(Eight(row3 + at), x, sum3));
        }

        products[0] = _scales[first] * (Vector256.Sum(sum0) + Dot(row0, input, at));
        products[1] = _scales[first + 1] * (Vector256.Sum(sum1) + Dot(row1, input, at));
        products[2] = _scales[first + 2] * (Vector256.Sum(sum2) + Dot(row2, input, at));
        products[3] = _scales[first + 3] * (Vector256.Sum(sum3) + Dot(row3, input, at));
    }

    private float Dot(sbyte* row, float* input, int from)
    {
        var sum = 0f;
        for (var at = from; at < Columns; at++) sum += row[at] * input[at];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eight(sbyte* codes) => Vector256.ConvertToSingle(
        Avx2.IsSupported ? Avx2.ConvertToVector256Int32(codes) : Vector256.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(long*)codes).AsSByte()).ToVector256Unsafe()));

    /// <summary>Two thirds of the time of writing text is spent here, so it checks no bounds.</summary>
    private static void Scale(sbyte* codes, int count, float scale, float* destination)
    {
        var at = 0;
        for (; at <= count - 16; at += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.Load(codes + at).ToVector256Unsafe()));
            (Vector256.ConvertToSingle(low) * scale).Store(destination + at);
            (Vector256.ConvertToSingle(high) * scale).Store(destination + at + 8);
        }

        for (; at < count; at++) destination[at] = codes[at] * scale;
    }
}
