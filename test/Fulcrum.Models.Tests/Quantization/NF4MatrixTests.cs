using System.Text.Json.Nodes;
using CsCheck;
using Fulcrum.Data;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Quantization;

public sealed class NF4MatrixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases => new MatrixTheoryData<string, string>(["64x128", "160x64", "33x65", "192x128"], ["plain", "double"]);

    private static string GoldenFile => RepositoryFiles.Fixture("quant/nf4.safetensors");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Codes_and_scales_equal_those_of_bitsandbytes(string shape, string kind)
    {
        using var scope = NewDisposeScope();
        using var golden = new SafetensorsFile(GoldenFile);

        using var matrix = Quantize(golden.ReadTensor($"{shape}.original"), nested: kind == "double");

        Assert.Equal(golden.Bytes($"{shape}.{kind}.weight"), matrix.Codes.bytes);
        Assert.Equal(golden.Bytes($"{shape}.{kind}.weight.absmax"), matrix.Scales.Absmax.bytes);
        var scales = golden.ReadTensor($"{shape}.{kind}.scales").data<float>().ToArray();
        Assert.All(scales, (scale, block) => Assert.Equal(scale, matrix.Scales[block], 1e-6f));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dequantized_values_equal_those_of_bitsandbytes(string shape, string kind)
    {
        using var scope = NewDisposeScope();
        using var golden = new SafetensorsFile(GoldenFile);
        var expected = golden.ReadTensor($"{shape}.{kind}.dequantised");

        using var own = Quantize(golden.ReadTensor($"{shape}.original"), nested: kind == "double");
        using var stored = new BitsAndBytesReader(golden, GoldenFile).Read($"{shape}.{kind}.weight");

        foreach (var matrix in new[] { own, stored })
        {
            Golden.AssertClose(expected, matrix.Dequantize(0, matrix.Rows), 1e-6);
            Golden.AssertClose(expected, matrix.Gather(arange(matrix.Rows)), 1e-6);
            Golden.AssertClose(expected[7..12], matrix.Dequantize(7, 5), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_saved_has_the_tensors_of_bitsandbytes_and_is_read_back(string shape, string kind)
    {
        using var scope = NewDisposeScope();
        using var golden = new SafetensorsFile(GoldenFile);
        var name = $"{shape}.{kind}.weight";
        using var matrix = new BitsAndBytesReader(golden, GoldenFile).Read(name);
        var path = Path.Combine(_folder.Path, "model.safetensors");

        SafetensorsWriter.Write(path, BitsAndBytesWriter.Tensors(name, matrix));

        using var written = new SafetensorsFile(path);
        foreach (var entry in golden.Entries.Where(entry => entry.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            if (entry.Name.EndsWith(BitsAndBytesReader.State, StringComparison.Ordinal))
            {
                // Numbers may be spelled in another way.
                AssertSameState(JsonNode.Parse(golden.Bytes(entry.Name))!.AsObject(), JsonNode.Parse(written.Bytes(entry.Name))!.AsObject());
                continue;
            }

            Assert.Equal(golden.Bytes(entry.Name), written.Bytes(entry.Name));
            Assert.Equal(golden.Shape(entry.Name), written.Shape(entry.Name));
        }

        Assert.Equal(golden.Names.Where(other => other.StartsWith(name, StringComparison.Ordinal)).Order(), written.Names.Order());
        using var back = new BitsAndBytesReader(written, path).Read(name);
        Assert.Equal(matrix.Dequantize(0, matrix.Rows).data<float>(), back.Dequantize(0, back.Rows).data<float>());
    }

    [Fact]
    public void Another_quantization_is_refused_with_all_that_differs()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder.Path, "model.safetensors");
        SafetensorsWriter.Write(path,
        [
            new("a", zeros([8, 1], ScalarType.Byte)),
            new($"a.{BitsAndBytesReader.State}", tensor("""{"quant_type": "fp4", "blocksize": 128, "dtype": "float32", "shape": [4, 4]}"""u8.ToArray())),
        ]);
        using var file = new SafetensorsFile(path);

        var errors = Assert.Throws<InputException>(() => new BitsAndBytesReader(file, path).Read("a")).Errors;

        Assert.Equal(["quant_type is \"fp4\"; only \"nf4\" is read.", "blocksize is 128; only 64 is read."], errors.Select(error => error.Message));
    }

    [Fact]
    public void Missing_and_misshapen_tensors_are_named()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder.Path, "model.safetensors");
        SafetensorsWriter.Write(path,
        [
            new("a", zeros([4, 1], ScalarType.Byte)),
            new("a.quant_map", arange(16, dtype: ScalarType.Float32)),
            new($"a.{BitsAndBytesReader.State}", tensor("""{"quant_type": "nf4", "blocksize": 64, "shape": [4, 4]}"""u8.ToArray())),
        ]);
        using var file = new SafetensorsFile(path);

        var errors = Assert.Throws<InputException>(() => new BitsAndBytesReader(file, path).Read("a")).Errors;

        Assert.Equal(
            ["The tensor a is U8 [4, 1], not U8 [8, 1].", "The code table a.quant_map is not the one that belongs to NF4.", "The tensor a.absmax is missing."],
            errors.Select(error => error.Message));
    }

    [Fact]
    public void A_weight_takes_four_bits_and_an_eighth() =>
        CheckSize(Quantize(zeros(512, 1024), nested: true), 512 * 1024 * 4.127 / 8);

    [Fact]
    public void No_value_is_further_off_than_half_the_widest_gap_of_its_block() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 90], Gen.Double[-6, 3], Gen.Int[0, 1 << 20]).Sample((rows, columns, magnitude, seed) =>
        {
            using var scope = NewDisposeScope();
            var original = randn([rows, columns], generator: new Generator((ulong)seed)) * Math.Pow(10, magnitude);
            using var matrix = Quantize(original, nested: false);
            var errors = (matrix.Dequantize(0, rows) - original).abs().flatten().data<float>().ToArray();
            var values = original.flatten().data<float>().ToArray();
            for (var at = 0; at < values.Length; at++)
            {
                var block = values.AsSpan(at / 64 * 64, Math.Min(64, values.Length - at / 64 * 64)).ToArray();
                Assert.True(errors[at] <= block.Max(Math.Abs) * 0.1519202f + 1e-12, $"{values[at]} is off by {errors[at]}");
            }
        }, iter: 50);

    public void Dispose() => _folder.Dispose();

    private static void AssertSameState(JsonObject expected, JsonObject actual)
    {
        Assert.Equal(expected.Select(entry => entry.Key).Order(), actual.Select(entry => entry.Key).Order());
        foreach (var (key, value) in expected)
        {
            if (key == "nested_offset") Assert.Equal((float)value!, (float)actual[key]!);
            else Assert.True(JsonNode.DeepEquals(value, actual[key]), key);
        }
    }

    private static NF4Matrix Quantize(Tensor matrix, bool nested) =>
        NF4Matrix.Quantize(matrix.shape[0], matrix.shape[1], matrix.Reader(), CPU, nested);

    private static void CheckSize(NF4Matrix matrix, double bytes)
    {
        using (matrix) Assert.Equal(bytes, matrix.ByteCount, 0.01 * bytes);
    }
}
