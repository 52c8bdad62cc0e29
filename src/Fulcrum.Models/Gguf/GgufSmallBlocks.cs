using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fulcrum.Models.Gguf;

/// <summary>ggml's blocks of 32 numbers with a half-precision scale d, and in the "_1" formats a minimum m.</summary>
/// <remarks>
/// ggml-quants.c. Numbers 0–15 stand in the low halves of 16 bytes, 16–31 in the high halves; a fifth bit of each in a
/// 32-bit mask before them. Q4_0: d·(q−8); Q5_0: d·(q−16); Q4_1 and Q5_1: d·q+m; Q8_0: d·q, a byte each.
/// </remarks>
internal static class GgufSmallBlocks
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q4_0(ReadOnlySpan<byte> block, Span<float> values) =>
        FourBits(block[2..], GgufBlocks.Half(block), -8 * GgufBlocks.Half(block), values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q4_1(ReadOnlySpan<byte> block, Span<float> values) =>
        FourBits(block[4..], GgufBlocks.Half(block), GgufBlocks.Half(block[2..]), values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q5_0(ReadOnlySpan<byte> block, Span<float> values) =>
        FiveBits(block[2..], GgufBlocks.Half(block), -16 * GgufBlocks.Half(block), values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q5_1(ReadOnlySpan<byte> block, Span<float> values) =>
        FiveBits(block[4..], GgufBlocks.Half(block), GgufBlocks.Half(block[2..]), values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q8_0(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = GgufBlocks.Half(block);
        GgufBlocks.Scale(Vector128.Create(block[2..]), scale, 0, values);
        GgufBlocks.Scale(Vector128.Create(block[18..]), scale, 0, values[16..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourBits(ReadOnlySpan<byte> packed, float scale, float minimum, Span<float> values)
    {
        var bytes = Vector128.Create(packed);
        GgufBlocks.Scale(bytes & Vector128.Create((byte)0xf), scale, minimum, values);
        GgufBlocks.Scale(bytes >>> 4, scale, minimum, values[16..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FiveBits(ReadOnlySpan<byte> packed, float scale, float minimum, Span<float> values)
    {
        var bytes = Vector128.Create(packed[4..]);
        GgufBlocks.Scale(bytes & Vector128.Create((byte)0xf) | FifthBits(packed), scale, minimum, values);
        GgufBlocks.Scale(bytes >>> 4 | FifthBits(packed[2..]), scale, minimum, values[16..]);
    }

    /// <summary>Bit i of 16 as the value 16 in byte i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> FifthBits(ReadOnlySpan<byte> mask)
    {
        var spread = Vector128.Create(Vector64.Create(mask[0]), Vector64.Create(mask[1]));
        var bit = Vector128.Create(0x8040201008040201UL).AsByte();
        return Vector128.Equals(spread & bit, bit) & Vector128.Create((byte)16);
    }
}
