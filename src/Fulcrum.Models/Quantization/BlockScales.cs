using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Fulcrum.Models.Native;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// The largest magnitude of each block of weights: as float32, or quantized once more ("double quantization"): less their
/// mean, in blocks of 256, in <see cref="DynamicCode"/>.
/// </summary>
internal sealed unsafe class BlockScales : IDisposable
{
    /// <summary>Scales in one block of the second quantization.</summary>
    public const int NestedBlock = 256;

    private readonly void* _absmax;
    private readonly float* _nestedAbsmax;

    /// <summary>Makes scales of tensors, which are then disposed with them.</summary>
    /// <param name="absmax">[blocks]: float32, or uint8 codes when nested.</param>
    /// <param name="nestedAbsmax">[⌈blocks / 256⌉] float32, or null.</param>
    /// <param name="offset">The mean, when nested.</param>
    public BlockScales(Tensor absmax, Tensor? nestedAbsmax = null, float offset = 0)
    {
        (Absmax, NestedAbsmax, Offset) = (absmax.DetachFromDisposeScope(), nestedAbsmax?.DetachFromDisposeScope(), offset);
        if (absmax.device.type != TorchSharp.DeviceType.CPU) return;
        _absmax = absmax.DataPointer();
        if (nestedAbsmax is not null) _nestedAbsmax = (float*)nestedAbsmax.DataPointer();
    }

    public Tensor Absmax { get; }

    public Tensor? NestedAbsmax { get; }

    public float Offset { get; }

    public long ByteCount => Absmax.NumberOfElements * Absmax.ElementSize + (NestedAbsmax?.NumberOfElements ?? 0) * sizeof(float);

    /// <summary>The scale of a block; only on the CPU.</summary>
    public float this[long block]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would empty the vector registers of the loops that ask
        get => _nestedAbsmax is null
            ? ((float*)_absmax)[block]
            : DynamicCode.Values[((byte*)_absmax)[block]] * _nestedAbsmax[block / NestedBlock] + Offset;
    }

    /// <summary>Quantizes float32 scales once more.</summary>
    public static BlockScales Nest(ReadOnlySpan<float> scales)
    {
        using var scope = NewDisposeScope();
        var offset = tensor(scales.ToArray(), device: CPU).mean().item<float>();
        var codes = new byte[scales.Length];
        var nested = new float[(scales.Length + NestedBlock - 1) / NestedBlock];
        var centered = new float[scales.Length];
        TensorPrimitives.Subtract(scales, offset, centered);
        for (var at = 0; at < scales.Length; at++)
        {
            var block = centered.AsSpan(at / NestedBlock * NestedBlock);
            ref var largest = ref nested[at / NestedBlock];
            if (at % NestedBlock == 0) largest = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(block[..Math.Min(NestedBlock, block.Length)]));
            codes[at] = DynamicCode.Encode(largest == 0 ? 0 : centered[at] / largest);
        }

        return new BlockScales(tensor(codes, device: CPU), tensor(nested, device: CPU), offset);
    }

    /// <summary>The scales of blocks by their indices (int64), on any device.</summary>
    public Tensor Gather(Tensor blocks)
    {
        if (NestedAbsmax is null) return Absmax.take(blocks);
        var values = tensor(DynamicCode.Values, device: blocks.device).take(Absmax.take(blocks).to(ScalarType.Int64));
        return values * NestedAbsmax.take(blocks.div(NestedBlock, RoundingMode.floor)) + Offset;
    }

    public BlockScales To(Device device) => new(Absmax.to(device), NestedAbsmax?.to(device), Offset);

    public void Dispose()
    {
        Absmax.Dispose();
        NestedAbsmax?.Dispose();
    }
}
