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
/// Four bits a weight, as bitsandbytes keeps them (QLoRA, arXiv:2305.14314): blocks of 64 run over the flattened matrix, each
/// scaled by its largest magnitude.
/// </summary>
internal sealed unsafe class NF4Matrix : QuantizedMatrix
{
    /// <summary>Weights that share a scale.</summary>
    public const int Block = 64;

    private readonly byte* _codes;

    /// <summary>Takes the tensor and the scales.</summary>
    /// <param name="rows">Width of the output.</param>
    /// <param name="columns">Width of the input.</param>
    /// <param name="codes">[⌈rows·columns / 2⌉, 1] uint8: see <see cref="NF4Code"/>.</param>
    /// <param name="scales">One for each block.</param>
    public NF4Matrix(long rows, long columns, Tensor codes, BlockScales scales)
        : base(rows, columns)
    {
        (Codes, Scales) = (codes.DetachFromDisposeScope(), scales);
        if (Device.type == TorchSharp.DeviceType.CPU) _codes = (byte*)codes.DataPointer();
    }

    public Tensor Codes { get; }

    public BlockScales Scales { get; }

    public override long ByteCount => Codes.NumberOfElements + Scales.ByteCount;

    public override Device Device => Codes.device;

    /// <summary>With double quantization unless told otherwise. Codes are chosen with the scales as they were before it.</summary>
    public static NF4Matrix Quantize(long rows, long columns, RowReader read, Device device, bool nested = true)
    {
        using var scope = NewDisposeScope();
        var codes = empty([(rows * columns + 1) / 2, 1], ScalarType.Byte, device: CPU);
        var code = (byte*)codes.DataPointer();
        var scales = new float[(rows * columns + Block - 1) / Block];
        RowPieces.ForEach(rows, columns, (first, count) =>
        {
            // Rented: the garbage of new ones would pile up to the size of the model.
            var rented = ArrayPool<float>.Shared.Rent(checked(count * (int)columns));
            var values = rented.AsSpan(0, count * (int)columns);
            read(first, values);
            for (var at = 0; at < values.Length; at += Block)
            {
                var start = first * columns + at;
                var block = values.Slice(at, Math.Min(Block, values.Length - at));
                scales[start / Block] = QuantizeBlock(block, new Span<byte>(code + start / 2, (block.Length + 1) / 2));
            }

            ArrayPool<float>.Shared.Return(rented);
        });
        using var exact = nested ? BlockScales.Nest(scales) : new BlockScales(tensor(scales, device: CPU));
        return new NF4Matrix(rows, columns, codes.to(device), exact.To(device));
    }

    /// <summary>The same on another device; this one is let go.</summary>
    public NF4Matrix To(Device device)
    {
        if (device.type == Device.type) return this;
        using var scope = NewDisposeScope();
        using (this) return new NF4Matrix(Rows, Columns, Codes.to(device), Scales.To(device));
    }

    public override Tensor Gather(Tensor indices)
    {
        using var scope = NewDisposeScope();
        var places = indices.unsqueeze(1) * Columns + arange(Columns, device: Device);
        var bytes = Codes.take(places.div(2, RoundingMode.floor)).to(ScalarType.Int64);
        var values = where(places.remainder(2) == 0, bytes.div(16, RoundingMode.floor), bytes.remainder(16));
        var scales = Scales.Gather(places.div(Block, RoundingMode.floor));
        return tensor(NF4Code.Values, device: Device).take(values).mul_(scales).MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        Codes.Dispose();
        Scales.Dispose();
    }

    internal override void DequantizeRows(long first, Span<float> destination)
    {
        for (var place = first * Columns; !destination.IsEmpty;)
        {
            var run = destination[..(int)Math.Min(Block - place % Block, destination.Length)];
            NF4Code.Decode(new ReadOnlySpan<byte>(_codes + place / 2, run.Length / 2 + 1), place % 2 == 1, Scales[place / Block], run);
            place += run.Length;
            destination = destination[run.Length..];
        }
    }

    internal override bool TryMultiply(long first, ReadOnlySpan<float> vector, Span<float> products)
    {
        if (!Avx512F.IsSupported || Columns % Block != 0) return false;
        fixed (float* input = vector)
        {
            for (var done = 0; done < products.Length; done += 4)
            {
                // The last rows may be fewer than four: the last one is then taken several times.
                var last = products.Length - 1;
                MultiplyFour(first, (done, Math.Min(done + 1, last), Math.Min(done + 2, last), Math.Min(done + 3, last)), input, products);
            }
        }

        return true;
    }

    private static float QuantizeBlock(ReadOnlySpan<float> block, Span<byte> codes)
    {
        Span<float> numbers = stackalloc float[Block];
        Span<byte> packed = stackalloc byte[Block / 2];
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(block));
        numbers.Clear();
        if (scale != 0) TensorPrimitives.Divide(block, scale, numbers);
        NF4Code.Encode(numbers, packed);
        packed[..codes.Length].CopyTo(codes);
        return scale;
    }

    /// <summary>Codes pick their values out of one register; four rows at a time share the input, parted into the even and the odd.</summary>
    private void MultiplyFour(long first, (int A, int B, int C, int D) rows, float* input, Span<float> products)
    {
        var table = Vector512.Create<float>(NF4Code.Values);
        var even = Vector512.CreateSequence(0, 2);
        var odd = Vector512.CreateSequence(1, 2);
        var blocks = Columns / Block;
        long a = (first + rows.A) * blocks, b = (first + rows.B) * blocks, c = (first + rows.C) * blocks, d = (first + rows.D) * blocks;
        Vector512<float> sumA = default, sumB = default, sumC = default, sumD = default;
        for (var block = 0L; block < blocks; block++, input += Block)
        {
            var (x0, x1, x2, x3) = (Vector512.Load(input), Vector512.Load(input + 16), Vector512.Load(input + 32), Vector512.Load(input + 48));
            var (even0, odd0) = (Avx512F.PermuteVar16x32x2(x0, even, x1), Avx512F.PermuteVar16x32x2(x0, odd, x1));
            var (even1, odd1) = (Avx512F.PermuteVar16x32x2(x2, even, x3), Avx512F.PermuteVar16x32x2(x2, odd, x3));
            sumA = Vector512.FusedMultiplyAdd(Dot(_codes + (a + block) * (Block / 2), table, even0, odd0, even1, odd1), Vector512.Create(Scales[a + block]), sumA);
            sumB = Vector512.FusedMultiplyAdd(Dot(_codes + (b + block) * (Block / 2), table, even0, odd0, even1, odd1), Vector512.Create(Scales[b + block]), sumB);
            sumC = Vector512.FusedMultiplyAdd(Dot(_codes + (c + block) * (Block / 2), table, even0, odd0, even1, odd1), Vector512.Create(Scales[c + block]), sumC);
            sumD = Vector512.FusedMultiplyAdd(Dot(_codes + (d + block) * (Block / 2), table, even0, odd0, even1, odd1), Vector512.Create(Scales[d + block]), sumD);
        }

        products[rows.A] = Vector512.Sum(sumA);
        products[rows.B] = Vector512.Sum(sumB);
        products[rows.C] = Vector512.Sum(sumC);
        products[rows.D] = Vector512.Sum(sumD);
    }

    /// <summary>One block, not yet scaled. Of an index the permutation reads four bits, so the low codes need no mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Dot(
        byte* codes, Vector512<float> table, Vector512<float> even0, Vector512<float> odd0, Vector512<float> even1, Vector512<float> odd1)
    {
        var (bytes0, bytes1) = (Avx512F.ConvertToVector512Int32(Vector128.Load(codes)), Avx512F.ConvertToVector512Int32(Vector128.Load(codes + 16)));
        var sum = Avx512F.PermuteVar16x32(table, bytes0 >> 4) * even0;
        sum = Vector512.FusedMultiplyAdd(Avx512F.PermuteVar16x32(table, bytes0), odd0, sum);
        sum = Vector512.FusedMultiplyAdd(Avx512F.PermuteVar16x32(table, bytes1 >> 4), even1, sum);
        return Vector512.FusedMultiplyAdd(Avx512F.PermuteVar16x32(table, bytes1), odd1, sum);
    }
}
