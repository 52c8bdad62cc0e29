using System.Numerics.Tensors;
using System.Text.Json;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Gguf;

public sealed class GgufBlocksTests
{
    public static TheoryData<string> Goldens
    {
        get
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Fixture("quant/gguf-blocks.json")));
            return [.. json.RootElement.GetProperty("types").EnumerateArray().Select(entry => entry.GetProperty("key").GetString()!)];
        }
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Blocks_dequantize_as_in_the_reference(string key)
    {
        var type = Enum.Parse<GgufType>(key.Replace(".random", "", StringComparison.Ordinal));
        using var golden = new SafetensorsFile(RepositoryFiles.Fixture("quant/gguf-blocks.safetensors"));
        var expected = golden.ReadTensor($"{key}.dequantised").data<float>().ToArray();
        var actual = new float[expected.Length];

        GgufBlocks.Dequantize(type, golden.Bytes($"{key}.raw"), actual);

        var block = Math.Max(32, GgufBlocks.Values(type));
        for (var first = 0; first < expected.Length; first += block)
        {
            var tolerance = 1e-6f * MathF.Abs(TensorPrimitives.MaxMagnitude<float>(expected.AsSpan(first, block)));
            for (var index = first; index < first + block; index++) Assert.Equal(expected[index], actual[index], tolerance);
        }
    }

    [Fact]
    public void Every_type_has_a_golden_but_those_that_are_plain_numbers()
    {
        var golden = Goldens.Select(row => row.Data.Split('.')[0]).Distinct();

        Assert.Equal(Enum.GetNames<GgufType>().Except(["F32", "F16"]).Order(), golden.Order());
    }

    [Fact]
    public void Half_precision_is_widened_exactly()
    {
        var bytes = Enumerable.Range(0, 1 << 16).SelectMany(bits => BitConverter.GetBytes((ushort)bits)).ToArray();
        var actual = new float[1 << 16];

        GgufBlocks.Dequantize(GgufType.F16, bytes, actual);

        Assert.All(Enumerable.Range(0, 1 << 16), bits => Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)bits), actual[bits]));
    }
}
