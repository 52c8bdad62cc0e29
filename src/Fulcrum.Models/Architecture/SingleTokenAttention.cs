using System.Buffers;
using System.Numerics.Tensors;
using Fulcrum.Models.Native;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Fulcrum.Models.Architecture;

/// <summary>Attention of one new token per row over the tokens before it, softmax(q·Kᵀ / √size + mask)·V, without a graph.</summary>
internal static unsafe class SingleTokenAttention
{
    /// <summary>[B, 1, heads, size] → [B, 1, heads·size].</summary>
    /// <param name="queries">[B, 1, heads, size].</param>
    /// <param name="keys">[B, key heads, S, size]; each key head serves consecutive query heads.</param>
    /// <param name="values">The values, shaped as <paramref name="keys"/>.</param>
    /// <param name="mask">[1 or B, 1, 1, S], added; or null.</param>
    public static Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor? mask)
    {
        int rows = (int)queries.shape[0], heads = (int)queries.shape[2], size = (int)queries.shape[3], length = (int)keys.shape[2];
        var groups = heads / (int)keys.shape[1];
        var output = empty(rows, 1, heads * size, device: CPU);
        using var contiguous = queries.contiguous();
        var (key, value) = (new Heads(keys), new Heads(values));
        float* query = (float*)contiguous.DataPointer(), result = (float*)output.DataPointer();
        var masks = mask is null ? null : (float*)mask.DataPointer();
        var maskStride = mask is null || mask.shape[0] == 1 ? 0 : length;

        SpinPool.Run(rows * heads, index =>
        {
            var (row, head) = Math.DivRem(index, heads);
            var rented = ArrayPool<float>.Shared.Rent(length);
            var scores = rented.AsSpan(0, length);
            var own = new ReadOnlySpan<float>(query + index * size, size);
            for (var at = 0; at < length; at++) scores[at] = TensorPrimitives.Dot(own, key.At(row, head / groups, at, size));
            TensorPrimitives.Multiply(scores, 1 / MathF.Sqrt(size), scores);
            if (masks is not null) TensorPrimitives.Add(scores, new ReadOnlySpan<float>(masks + row * maskStride, length), scores);
            TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
            TensorPrimitives.SoftMax<float>(scores, scores);

            var sum = new Span<float>(result + index * size, size);
            sum.Clear();
            for (var at = 0; at < length; at++) TensorPrimitives.MultiplyAdd(value.At(row, head / groups, at, size), scores[at], sum, sum);
            ArrayPool<float>.Shared.Return(rented);
        });
        return output;
    }

    /// <summary>Where the vectors of [B, heads, S, size] are; each lies in one piece.</summary>
    private readonly struct Heads
    {
        private readonly float* _start;
        private readonly long _rowStride;
        private readonly long _headStride;
        private readonly long _stride;

        public Heads(Tensor tensor)
        {
            var strides = tensor.stride();
            (_rowStride, _headStride, _stride) = (strides[0], strides[1], strides[2]);
            using var row = tensor.select(0, 0);
            using var head = row.select(0, 0);
            using var first = head.select(0, 0);
            _start = (float*)first.DataPointer();
        }

        public ReadOnlySpan<float> At(int row, int head, int at, int size) => new(_start + row * _rowStride + head * _headStride + at * _stride, size);
    }
}
