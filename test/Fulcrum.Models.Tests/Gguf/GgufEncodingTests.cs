using CsCheck;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Gguf;

public sealed class GgufEncodingTests
{
    [Fact]
    public void Eight_bits_are_those_of_ggml_byte_for_byte()
    {
        using var golden = new SafetensorsFile(RepositoryFiles.Fixture("quant/gguf-blocks.safetensors"));
        using var original = golden.ReadTensor("original");
        var expected = golden.Bytes("Q8_0.raw").ToArray();
        var actual = new byte[expected.Length];

        GgufEncoding.Encode(GgufType.Q8_0, original.data<float>().ToArray(), actual);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Halves_are_rounded_away_from_zero_and_what_is_just_below_is_not()
    {
        var numbers = new float[32];
        (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]) = (127, 2.5f, -2.5f, 0.49999997f, -0.5f);
        var block = new byte[34];

        GgufEncoding.Encode(GgufType.Q8_0, numbers, block);

        Assert.Equal([127, 3, -3, 0, -1], block[2..7].Select(value => (int)(sbyte)value));
    }

    [Fact]
    public void Zeros_stay_zeros()
    {
        var block = new byte[34];

        GgufEncoding.Encode(GgufType.Q8_0, new float[32], block);

        Assert.All(block, value => Assert.Equal(0, value));
    }

    [Fact]
    public void What_eight_bits_lose_is_at_most_half_a_step() => Gen.Float[-1000, 1000].Array[64].Sample(numbers =>
    {
        var (bytes, back) = (new byte[68], new float[64]);

        GgufEncoding.Encode(GgufType.Q8_0, numbers, bytes);
        GgufBlocks.Dequantize(GgufType.Q8_0, bytes, back);

        for (var index = 0; index < 64; index++)
        {
            var largest = numbers[(index & ~31)..((index & ~31) + 32)].Max(MathF.Abs);
            // Half a step, and what the scale loses as a half-precision number.
            Assert.Equal(numbers[index], back[index], largest / 127 / 2 * 1.001f + largest / 2048 + 1e-6f);
        }
    }, threads: 1);

    [Fact]
    public void Half_precision_comes_back_bit_for_bit()
    {
        var halves = Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite).ToArray();
        var bytes = new byte[2 * halves.Length];

        GgufEncoding.Encode(GgufType.F16, [.. halves.Select(half => (float)half)], bytes);

        Assert.Equal(halves.SelectMany(BitConverter.GetBytes), bytes);
    }
}
