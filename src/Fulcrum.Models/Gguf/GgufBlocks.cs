using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Gguf;

/// <summary>Dequantizes ggml's formats: plain numbers, and blocks of 32 or 256 that share scales (ggml-quants.c).</summary>
internal static class GgufBlocks
{
    private delegate void BlockReader(ReadOnlySpan<byte> block, Span<float> values);

    /// <summary>Numbers in one block of this type.</summary>
    public static int Values(GgufType type) => type switch
    {
        GgufType.F32 or GgufType.F16 or GgufType.BF16 => 1,
        >= GgufType.Q2_K and <= GgufType.Q6_K => 256,
        _ => 32,
    };

    /// <summary>Bytes of one block of this type.</summary>
    public static int Bytes(GgufType type) => type switch
    {
        GgufType.F32 => 4,
        GgufType.F16 or GgufType.BF16 => 2,
        GgufType.Q4_0 => 18,
        GgufType.Q4_1 => 20,
        GgufType.Q5_0 => 22,
        GgufType.Q5_1 => 24,
        GgufType.Q8_0 => 34,
        GgufType.Q2_K => 84,
        GgufType.Q3_K => 110,
        GgufType.Q4_K => 144,
        GgufType.Q5_K => 176,
        GgufType.Q6_K => 210,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Turns whole blocks into float32.</summary>
    /// <param name="type">How <paramref name="source"/> is stored.</param>
    /// <param name="source">The bytes of whole blocks.</param>
    /// <param name="destination">As many numbers as the blocks hold.</param>
    public static void Dequantize(GgufType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (type)
        {
            case GgufType.F32:
                MemoryMarshal.Cast<byte, float>(source).CopyTo(destination);
                break;
            case GgufType.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            case GgufType.BF16:
                BFloat16Values.ToSingle(source, destination);
                break;
            default:
                var (bytes, values, read) = (Bytes(type), Values(type), Reader(type));
                for (; !source.IsEmpty; source = source[bytes..], destination = destination[values..])
                    read(source[..bytes], destination[..values]);
                break;
        }
    }

    /// <summary>A half-precision number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Half(ReadOnlySpan<byte> bytes) => (float)MemoryMarshal.Read<Half>(bytes);

    /// <summary>16 numbers q as scale·q + minimum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Scale(Vector128<byte> values, float scale, float minimum, Span<float> destination)
    {
        var (low, high) = Vector256.Widen(Vector256.WidenLower(values.AsSByte().ToVector256Unsafe()));
        (Vector256.ConvertToSingle(low) * scale + Vector256.Create(minimum)).CopyTo(destination);
        (Vector256.ConvertToSingle(high) * scale + Vector256.Create(minimum)).CopyTo(destination[8..]);
    }

    private static BlockReader Reader(GgufType type) => type switch
    {
        GgufType.Q4_0 => GgufSmallBlocks.Q4_0,
        GgufType.Q4_1 => GgufSmallBlocks.Q4_1,
        GgufType.Q5_0 => GgufSmallBlocks.Q5_0,
        GgufType.Q5_1 => GgufSmallBlocks.Q5_1,
        GgufType.Q8_0 => GgufSmallBlocks.Q8_0,
        GgufType.Q2_K => GgufSuperBlocks.Q2,
        GgufType.Q3_K => GgufSuperBlocks.Q3,
        GgufType.Q4_K => GgufSuperBlocks.Q4,
        GgufType.Q5_K => GgufSuperBlocks.Q5,
        GgufType.Q6_K => GgufSuperBlocks.Q6,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
