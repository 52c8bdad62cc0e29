using System.Numerics.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// Four bits a weight, as bitsandbytes keeps them (QLoRA, arXiv:2305.14314): blocks of 64 run over the flattened matrix, each
/// scaled by its largest magnitude.
/// </summary>
internal sealed unsafe class NF4Matrix : QuantisedMatrix
{
    /// <summary>Weights that share a scale.</summary>
    public const int Block = 64;

    private readonly byte* codes;

    /// <summary>Takes the tensor and the scales.</summary>
    /// <param name="rows">Width of the output.</param>
    /// <param name="columns">Width of the input.</param>
    /// <param name="codes">[⌈rows·columns / 2⌉, 1] uint8: see <see cref="NF4Code"/>.</param>
    /// <param name="scales">One for each block.</param>
    public NF4Matrix(long rows, long columns, Tensor codes, BlockScales scales)
        : base(rows, columns)
    {
        (Codes, Scales) = (codes.DetachFromDisposeScope(), scales);
        if (Device.type == TorchSharp.DeviceType.CPU) this.codes = (byte*)codes.DataPointer();
    }

    public Tensor Codes { get; }

    public BlockScales Scales { get; }

    public override long ByteCount => Codes.NumberOfElements + Scales.ByteCount;

    public override Device Device => Codes.device;

    /// <summary>With double quantisation unless told otherwise. Codes are chosen with the scales as they were before it.</summary>
    public static NF4Matrix Quantise(long rows, long columns, RowReader read, Device device, bool nested = true)
    {
        using var scope = NewDisposeScope();
        var codes = empty([(rows * columns + 1) / 2, 1], ScalarType.Byte);
        var code = (byte*)codes.DataPointer();
        var scales = new float[(rows * columns + Block - 1) / Block];
        RowPieces.ForEach(rows, columns, (first, count) =>
        {
            var values = new float[count * columns];
            read(first, values);
            for (var at = 0; at < values.Length; at += Block)
            {
                var start = first * columns + at;
                var block = values.AsSpan(at, Math.Min(Block, values.Length - at));
                scales[start / Block] = QuantiseBlock(block, new Span<byte>(code + start / 2, (block.Length + 1) / 2));
            }
        });
        using var exact = nested ? BlockScales.Nest(scales) : new BlockScales(tensor(scales));
        return new NF4Matrix(rows, columns, codes.to(device), exact.To(device));
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

    internal override void DequantiseRows(long first, Span<float> destination)
    {
        for (var place = first * Columns; !destination.IsEmpty;)
        {
            var run = destination[..(int)Math.Min(Block - place % Block, destination.Length)];
            NF4Code.Decode(new ReadOnlySpan<byte>(codes + place / 2, run.Length / 2 + 1), place % 2 == 1, Scales[place / Block], run);
            place += run.Length;
            destination = destination[run.Length..];
        }
    }

    private static float QuantiseBlock(ReadOnlySpan<float> block, Span<byte> codes)
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
}
