namespace Fulcrum.Models.Quantization;

/// <summary>
/// bitsandbytes's signed 8-bit code with a dynamic exponent (arXiv:1511.04561; <c>functional.create_dynamic_map</c>): 0, 1,
/// and for each power of ten from 10⁻⁶ to 1 twice as many steps as for the one below.
/// </summary>
internal static class DynamicCode
{
    private const int Exponents = 7;

    /// <summary>The 256 values in ascending order.</summary>
    public static float[] Values { get; } = Create();

    /// <summary>
    /// The index of the value nearest to a number from −1 to 1; of two as near the lower one. As in bitsandbytes's kernel for
    /// the CPU, the number is first rounded to one of 65,536 steps.
    /// </summary>
    public static byte Encode(float number)
    {
        var rounded = MathF.Floor((number + 1) * 0.5f * ushort.MaxValue + 0.5f) / ushort.MaxValue * 2 - 1;
        var above = Array.BinarySearch(Values, rounded);
        if (above >= 0) return (byte)above;
        above = Math.Clamp(~above, 1, byte.MaxValue);
        return (byte)(rounded - Values[above - 1] <= Values[above] - rounded ? above - 1 : above);
    }

    private static float[] Create()
    {
        var values = new List<float> { 0, 1 };
        for (var exponent = 0; exponent < Exponents; exponent++)
        {
            var steps = 1 << exponent;
            var power = (float)Math.Pow(10, exponent - Exponents + 1);
            for (var step = 0; step < steps; step++)
            {
                var value = power * ((Boundary(step, steps) + Boundary(step + 1, steps)) / 2);
                values.AddRange([value, -value]);
            }
        }

        values.Sort();
        return [.. values];
    }

    /// <summary>torch.linspace(0.1, 1, steps + 1), bit by bit: from either end to the middle.</summary>
    private static float Boundary(int index, int steps)
    {
        var width = (1 - 0.1f) / steps;
        return index < (steps + 1) / 2 ? MathF.FusedMultiplyAdd(width, index, 0.1f) : MathF.FusedMultiplyAdd(-width, steps - index, 1);
    }
}
