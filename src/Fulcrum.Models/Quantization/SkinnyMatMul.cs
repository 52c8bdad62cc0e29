using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fulcrum.Models.Native;
using static TorchSharp.torch;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// The product of few rows with a quantized matrix in one pass over its bytes: four rows of weights at a time are dequantized
/// into the nearest cache and multiplied with every input row there. Vectors are 256 bits wide; wider ones were no quicker.
/// </summary>
internal static unsafe class SkinnyMatMul
{
    /// <summary>Beyond so many rows a matrix product of floats is as quick.</summary>
    public const int MostRows = 16;

    private const int Tile = 4;
    private const int TaskRows = 32;

    /// <summary>input·Wᵀ without a graph, on the CPU.</summary>
    /// <param name="matrix">W, [out, in].</param>
    /// <param name="input">The vectors to multiply, [..., in], contiguous.</param>
    /// <param name="output">[..., out], contiguous; is filled.</param>
    public static void Multiply(QuantizedMatrix matrix, Tensor input, Tensor output)
    {
        int width = (int)matrix.Columns, stride = (width + 7) / 8 * 8, outputs = (int)matrix.Rows;
        var source = input.Floats();
        var count = source.Length / width;
        if (count == 1 && TryMultiplyOne(matrix, input, output)) return;
        using var padded = new AlignedFloats(count * stride);
        for (var row = 0; row < count; row++) source.Slice(row * width, width).CopyTo(padded.Slice(row * stride, width));

        float* inputs = padded.Pointer, products = (float*)output.DataPointer();
        SpinPool.Run((outputs + TaskRows - 1) / TaskRows, task =>
        {
            using var scratch = new AlignedFloats(Tile * stride);
            for (var first = task * TaskRows; first < Math.Min(outputs, (task + 1) * TaskRows); first += Tile)
            {
                var tile = Math.Min(Tile, outputs - first);
                for (var row = 0; row < tile; row++) matrix.DequantizeRows(first + row, scratch.Slice(row * stride, width));
                for (var row = 0; row < count; row += 2)
                {
                    var second = Math.Min(row + 1, count - 1);
                    var (left, right) = MultiplyTile(scratch.Pointer, inputs + row * stride, inputs + second * stride, stride);
                    for (var lane = 0; lane < tile; lane++)
                    {
                        products[(long)row * outputs + first + lane] = left[lane];
                        products[(long)second * outputs + first + lane] = right[lane];
                    }
                }
            }
        });
    }

    private static bool TryMultiplyOne(QuantizedMatrix matrix, Tensor input, Tensor output)
    {
        int outputs = (int)matrix.Rows, tasks = (outputs + TaskRows - 1) / TaskRows;
        float* vector = (float*)input.DataPointer(), products = (float*)output.DataPointer();
        if (!Do(0)) return false;
        SpinPool.Run(tasks - 1, task => Do(task + 1));
        return true;

        bool Do(int task)
        {
            var (first, end) = (task * TaskRows, Math.Min(outputs, (task + 1) * TaskRows));
            return matrix.TryMultiply(first, new ReadOnlySpan<float>(vector, (int)matrix.Columns), new Span<float>(products + first, end - first));
        }
    }

    /// <summary>Four rows of weights times two of input; eight sums that do not wait for each other keep the processor busy.</summary>
    private static (Vector128<float> Left, Vector128<float> Right) MultiplyTile(float* weights, float* left, float* right, int stride)
    {
        Vector256<float> left0 = default, left1 = default, left2 = default, left3 = default;
        Vector256<float> right0 = default, right1 = default, right2 = default, right3 = default;
        for (var end = weights + stride; weights < end; weights += 8, left += 8, right += 8)
        {
            var (x, y) = (Vector256.Load(left), Vector256.Load(right));
            var weight = Vector256.Load(weights);
            left0 = Vector256.FusedMultiplyAdd(weight, x, left0);
            right0 = Vector256.FusedMultiplyAdd(weight, y, right0);
            weight = Vector256.Load(weights + stride);
            left1 = Vector256.FusedMultiplyAdd(weight, x, left1);
            right1 = Vector256.FusedMultiplyAdd(weight, y, right1);
            weight = Vector256.Load(weights + 2 * stride);
            left2 = Vector256.FusedMultiplyAdd(weight, x, left2);
            right2 = Vector256.FusedMultiplyAdd(weight, y, right2);
            weight = Vector256.Load(weights + 3 * stride);
            left3 = Vector256.FusedMultiplyAdd(weight, x, left3);
            right3 = Vector256.FusedMultiplyAdd(weight, y, right3);
        }

        return (Sums(left0, left1, left2, left3), Sums(right0, right1, right2, right3));
    }

    private static Vector128<float> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        Vector128.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));

    /// <summary>Zeros, aligned to a cache line.</summary>
    private readonly struct AlignedFloats : IDisposable
    {
        private readonly int _count;

        public AlignedFloats(int count)
        {
            _count = count;
            Pointer = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
            new Span<float>(Pointer, count).Clear();
        }

        public float* Pointer { get; }

        public Span<float> Slice(int start, int length) => new Span<float>(Pointer, _count).Slice(start, length);

        public void Dispose() => NativeMemory.AlignedFree(Pointer);
    }
}
