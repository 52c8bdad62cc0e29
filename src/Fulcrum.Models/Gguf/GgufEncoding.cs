using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fulcrum.Models.Gguf;

/// <summary>Turns float32 into the formats that are written: F32, F16 (to the nearest, ties to even) and Q8_0.</summary>
internal static class GgufEncoding
{
    /// <summary>Encodes numbers; a multiple of the type's block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is not written.</exception>
    public static void Encode(GgufType type, ReadOnlySpan<float> source, Span<byte> destination)
    {
        switch (type)
        {
            case GgufType.F32:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
            case GgufType.F16:
                TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            case GgufType.Q8_0:
                for (; !source.IsEmpty; source = source[32..], destination = destination[34..]) EightBits(source[..32], destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Written are F32, F16 and Q8_0.");
        }
    }

    /// <summary>ggml-quants.c, quantize_row_q8_0_ref: q = round(x·127/max|x|), halves away from zero.</summary>
    private static void EightBits(ReadOnlySpan<float> numbers, Span<byte> block)
    {
        var scale = TensorPrimitives.MaxMagnitude(numbers);
        scale = MathF.Abs(scale) / 127;
        MemoryMarshal.Write(block, (Half)scale);
        var inverse = scale == 0 ? 0 : 1 / scale;
        for (var index = 0; index < 32; index += 8)
        {
            var scaled = Vector256.Create(numbers[index..]) * inverse;
            var magnitude = Vector256.Abs(scaled);
            var whole = Vector256.Floor(magnitude);
            var rounded = Vector256.CopySign(whole + Vector256.Floor(2 * (magnitude - whole)), scaled);
            var integers = Vector256.ConvertToInt32(rounded);
            var narrow = Vector128.Narrow(integers.GetLower(), integers.GetUpper());
            Vector128.Narrow(narrow, narrow).GetLower().AsByte().CopyTo(block[(2 + index)..]);
        }
    }
}
