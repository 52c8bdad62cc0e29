using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// The 16 values of 4-bit NormalFloat (QLoRA, arXiv:2305.14314, appendix E): quantiles of a normal distribution, from −1 to
/// 1. Two codes a byte, the first in the high half.
/// </summary>
internal static class NF4Code
{
    /// <summary>The 16 numbers that the codes stand for, in ascending order.</summary>
    public static float[] Values { get; } =
    [
        -1, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f, -0.28444138169288635f, -0.18477343022823334f,
        -0.09105003625154495f, 0, 0.07958029955625534f, 0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f,
        0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1,
    ];

    private static readonly float[] Midpoints = [.. Values.Zip(Values.Skip(1), (low, high) => (low + high) / 2)];

    /// <summary>Both values of each byte.</summary>
    private static readonly Vector64<float>[] Pairs =
        [.. Enumerable.Range(0, 256).Select(codes => Vector64.Create(Values[codes >> 4], Values[codes & 15]))];

    /// <summary>The code of the nearest value for each number; of two as near the lower one.</summary>
    /// <param name="numbers">From −1 to 1; a multiple of 8 of them.</param>
    /// <param name="packed">Half as many bytes.</param>
    public static void Encode(ReadOnlySpan<float> numbers, Span<byte> packed)
    {
        Span<int> codes = stackalloc int[8];
        for (var at = 0; at < numbers.Length; at += 8)
        {
            var number = Vector256.Create(numbers[at..]);
            var code = Vector256<int>.Zero;
            foreach (var midpoint in Midpoints) code -= Vector256.GreaterThan(number, Vector256.Create(midpoint)).AsInt32();
            code.CopyTo(codes);
            for (var pair = 0; pair < 4; pair++) packed[at / 2 + pair] = (byte)(codes[2 * pair] << 4 | codes[2 * pair + 1]);
        }
    }

    /// <summary>The values of codes, each times a scale.</summary>
    /// <param name="packed">Begins with the byte that holds the first code.</param>
    /// <param name="second">Whether that is the byte's second one.</param>
    /// <param name="scale">What each number is multiplied by.</param>
    /// <param name="destination">Receives the numbers; its length says how many.</param>
    public static void Decode(ReadOnlySpan<byte> packed, bool second, float scale, Span<float> destination)
    {
        if (second)
        {
            destination[0] = Values[packed[0] & 15] * scale;
            packed = packed[1..];
            destination = destination[1..];
        }

        var pairs = MemoryMarshal.Cast<float, Vector64<float>>(destination);
        for (var at = 0; at < pairs.Length; at++) pairs[at] = Pairs[packed[at]];
        if (destination.Length % 2 == 1) destination[^1] = Values[packed[pairs.Length] >> 4];
        TensorPrimitives.Multiply(destination, scale, destination);
    }
}
