using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fulcrum.Models.Weights;

/// <summary>Dequantises ggml's block formats.</summary>
/// <remarks>
/// ggml-quants.c: a block of 32 numbers has a half-precision scale <c>d</c> (and for Q4_1 a minimum <c>m</c>); 4-bit
/// numbers 0–15 stand in the low halves of its 16 bytes, 16–31 in the high halves. Q4_0: d·(q−8); Q4_1: d·q+m; Q8_0: d·q.
/// </remarks>
internal static class GgufBlocks
{
    /// <summary>Numbers in one block of this type.</summary>
    public static int Values(GgufType type) => type is GgufType.Q4_0 or GgufType.Q4_1 or GgufType.Q8_0 ? 32 : 1;

    /// <summary>Bytes of one block of this type.</summary>
    public static int Bytes(GgufType type) => type switch
    {
        GgufType.F32 => 4,
        GgufType.F16 or GgufType.BF16 => 2,
        GgufType.Q4_0 => 18,
        GgufType.Q4_1 => 20,
        GgufType.Q8_0 => 34,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Turns whole blocks into float32.</summary>
    /// <param name="type">How <paramref name="source"/> is stored.</param>
    /// <param name="source">Whole blocks.</param>
    /// <param name="destination">As many numbers as the blocks hold.</param>
    public static void Dequantise(GgufType type, ReadOnlySpan<byte> source, Span<float> destination)
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
            case GgufType.Q4_0:
                for (; !source.IsEmpty; source = source[18..], destination = destination[32..])
                    Nibbles(source[2..18], Half(source), -8 * Half(source), destination);
                break;
            case GgufType.Q4_1:
                for (; !source.IsEmpty; source = source[20..], destination = destination[32..])
                    Nibbles(source[4..20], Half(source), Half(source[2..]), destination);
                break;
            case GgufType.Q8_0:
                for (; !source.IsEmpty; source = source[34..], destination = destination[32..])
                    SignedBytes(source[2..34], Half(source), destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    private static float Half(ReadOnlySpan<byte> bytes) => (float)MemoryMarshal.Read<Half>(bytes);

    private static void Nibbles(ReadOnlySpan<byte> packed, float scale, float minimum, Span<float> destination)
    {
        var bytes = Vector128.Create(packed);
        Scale((bytes & Vector128.Create((byte)0xf)).AsSByte(), scale, minimum, destination);
        Scale((bytes >>> 4).AsSByte(), scale, minimum, destination[16..]);
    }

    private static void SignedBytes(ReadOnlySpan<byte> bytes, float scale, Span<float> destination)
    {
        Scale(Vector128.Create(bytes).AsSByte(), scale, 0, destination);
        Scale(Vector128.Create(bytes[16..]).AsSByte(), scale, 0, destination[16..]);
    }

    private static void Scale(Vector128<sbyte> values, float scale, float minimum, Span<float> destination)
    {
        var (low, high) = Vector256.Widen(Vector256.WidenLower(values.ToVector256Unsafe()));
        (Vector256.ConvertToSingle(low) * scale + Vector256.Create(minimum)).CopyTo(destination);
        (Vector256.ConvertToSingle(high) * scale + Vector256.Create(minimum)).CopyTo(destination[8..]);
    }
}
