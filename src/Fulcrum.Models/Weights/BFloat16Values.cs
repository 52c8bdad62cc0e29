using System.Numerics;
using System.Runtime.InteropServices;

namespace Fulcrum.Models.Weights;

/// <summary>bfloat16 as stored in files: the upper 16 bits of a float32.</summary>
internal static class BFloat16Values
{
    /// <summary>Widens little-endian bfloat16 numbers exactly.</summary>
    public static void ToSingle(ReadOnlySpan<byte> source, Span<float> destination)
    {
        var values = MemoryMarshal.Cast<byte, ushort>(source);
        var bits = MemoryMarshal.Cast<float, uint>(destination);
        var index = 0;
        for (; index <= values.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(values[index..]), out var low, out var high);
            (low << 16).CopyTo(bits[index..]);
            (high << 16).CopyTo(bits[(index + Vector<uint>.Count)..]);
        }

        for (; index < values.Length; index++) bits[index] = (uint)values[index] << 16;
    }
}
