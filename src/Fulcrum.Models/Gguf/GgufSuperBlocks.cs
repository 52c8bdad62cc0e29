using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fulcrum.Models.Gguf;

/// <summary>ggml's "K" formats: blocks of 256 numbers in groups of 16 or 32, whose own scales are quantized too.</summary>
/// <remarks>
/// ggml-quants.c, dequantize_row_q*_K. The bits of 128 (Q4, Q5: 64) numbers share bytes: byte i holds those of the numbers
/// i, i + 32, i + 64 and so on, lowest bits first.
/// </remarks>
internal static class GgufSuperBlocks
{
    /// <summary>16 bytes of scale (low half) and minimum (high half), 64 bytes of 2-bit numbers, then d and the minima's d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q2(ReadOnlySpan<byte> block, Span<float> values)
    {
        var (scale, minimum) = (GgufBlocks.Half(block[80..]), GgufBlocks.Half(block[82..]));
        for (var group = 0; group < 16; group++)
        {
            var bits = Vector128.Create(block[(16 + Byte(group))..]) >>> Shift(group) & Vector128.Create((byte)3);
            GgufBlocks.Scale(bits, scale * (block[group] & 0xf), -(minimum * (block[group] >> 4)), values[(16 * group)..]);
        }
    }

    /// <summary>32 bytes with the inverted third bits, 64 bytes of 2-bit numbers, 12 bytes of scales, d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q3(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = GgufBlocks.Half(block[108..]);
        var scales = block[96..108];
        for (var group = 0; group < 16; group++)
        {
            var low = Vector128.Create(block[(32 + Byte(group))..]) >>> Shift(group) & Vector128.Create((byte)3);
            var high = Vector128.Create(block[(16 * (group % 2))..]) >>> group / 2 & Vector128.Create((byte)1);
            var six = (scales[group % 8] >> group / 8 * 4 & 0xf) | (scales[8 + group % 4] >> group / 4 * 2 & 3) << 4;
            GgufBlocks.Scale(low | high << 2, scale * (six - 32), -4 * (scale * (six - 32)), values[(16 * group)..]);
        }
    }

    /// <summary>d and the minima's d, 12 bytes of scales and minima, 128 bytes of 4-bit numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q4(ReadOnlySpan<byte> block, Span<float> values)
    {
        for (var group = 0; group < 8; group++)
        {
            var (scale, minimum) = ScaleAndMinimum(block, group);
            for (var half = 0; half < 32; half += 16)
                GgufBlocks.Scale(FourBits(block[(16 + half)..], group), scale, minimum, values[(32 * group + half)..]);
        }
    }

    /// <summary>As <see cref="Q4"/>, with 32 bytes of fifth bits before the others: bit g of each belongs to group g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q5(ReadOnlySpan<byte> block, Span<float> values)
    {
        for (var group = 0; group < 8; group++)
        {
            var (scale, minimum) = ScaleAndMinimum(block, group);
            for (var half = 0; half < 32; half += 16)
            {
                var fifth = (Vector128.Create(block[(16 + half)..]) >>> group & Vector128.Create((byte)1)) << 4;
                GgufBlocks.Scale(FourBits(block[(48 + half)..], group) | fifth, scale, minimum, values[(32 * group + half)..]);
            }
        }
    }

    /// <summary>128 bytes of low four bits, 64 of high two, 16 signed scales, d; the value is d·scale·(q−32).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q6(ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = GgufBlocks.Half(block[208..]);
        for (var group = 0; group < 16; group++)
        {
            // Of each 128 numbers the first 64 have their low bits in the low halves of 64 bytes, the others in the high halves.
            var low = Vector128.Create(block[(group / 8 * 64 + group % 4 * 16)..]) >>> group % 8 / 4 * 4 & Vector128.Create((byte)0xf);
            var high = Vector128.Create(block[(128 + Byte(group))..]) >>> Shift(group) & Vector128.Create((byte)3);
            GgufBlocks.Scale((low | high << 4) - Vector128.Create((byte)32), scale * (sbyte)block[192 + group], 0, values[(16 * group)..]);
        }
    }

    /// <summary>Where the 2-bit numbers of a group of 16 begin: 32 bytes hold 128 numbers.</summary>
    private static int Byte(int group) => group / 8 * 32 + group % 2 * 16;

    private static int Shift(int group) => group % 8 / 2 * 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> FourBits(ReadOnlySpan<byte> packed, int group) =>
        Vector128.Create(packed[(group / 2 * 32)..]) >>> group % 2 * 4 & Vector128.Create((byte)0xf);

    /// <summary>Six bits each: groups 0–3 have them in a byte of their own, whose upper two bits belong to groups 4–7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Scale, float Minimum) ScaleAndMinimum(ReadOnlySpan<byte> block, int group)
    {
        var packed = block[4..16];
        var (scale, minimum) = group < 4
            ? (packed[group] & 0x3f, packed[group + 4] & 0x3f)
            : ((packed[group + 4] & 0xf) | packed[group - 4] >> 6 << 4, packed[group + 4] >> 4 | packed[group] >> 6 << 4);
        return (GgufBlocks.Half(block) * scale, -(GgufBlocks.Half(block[2..]) * minimum));
    }
}
