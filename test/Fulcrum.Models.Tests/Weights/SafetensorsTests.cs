using System.Text;
using CsCheck;
using Fulcrum.Data;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_is_written_reads_back_bit_for_bit()
    {
        var path = Path.Combine(_folder.Path, "any.safetensors");
        Gen.Float.Array[0, 40].Array[1, 5].Sample(arrays =>
        {
            using var scope = NewDisposeScope();
            SafetensorsWriter.Write(path, arrays.Select((values, index) => KeyValuePair.Create($"é{index}", tensor(values))));

            using var file = new SafetensorsFile(path);
            for (var index = 0; index < arrays.Length; index++)
            {
                var read = new float[arrays[index].Length];
                file.ReadRows($"é{index}", 0, read);
                Assert.Equal(arrays[index].Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
            }
        }, iter: 50, threads: 1);
    }

    [Fact]
    public void Element_types_shapes_and_metadata_are_kept()
    {
        var path = Path.Combine(_folder.Path, "types.safetensors");
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor>
        {
            ["half"] = tensor(new[,] { { 1.5f, -2f } }).to(ScalarType.Float16),
            ["brain"] = tensor(new[] { 3f, -1.5f }).to(ScalarType.BFloat16),
            ["double"] = tensor(new[] { 0.1 }),
            ["ids"] = tensor(new[] { 7L }),
            ["scalar"] = tensor(4f),
        }, new Dictionary<string, string> { ["made by"] = "a test" });

        using var file = new SafetensorsFile(path);
        Assert.Equal(["F16", "BF16", "F64", "I64", "F32"], file.Entries.Select(entry => entry.Type.ToString()));
        Assert.Equal([1, 2], file.Shape("half"));
        Assert.Empty(file.Shape("scalar"));
        Assert.Equal(("pt", "a test"), (file.Metadata["format"], file.Metadata["made by"]));
        Assert.Equal([1.5f, -2f], file.ReadTensor("half").data<float>());
        Assert.Equal([3f, -1.5f], file.ReadTensor("brain").data<float>());
        Assert.Equal(0.1f, file.ReadTensor("double").item<float>());
        Assert.Equal(4f, file.ReadTensor("scalar").item<float>());
        Assert.Equal(7L, BitConverter.ToInt64(file.Bytes("ids")));
        Assert.Throws<InputException>(() => file.ReadTensor("ids"));
    }

    [Theory]
    [InlineData(ScalarType.Float32, "F32", 0.1f)]
    [InlineData(ScalarType.Float16, "F16", 0.0999755859375f)]
    [InlineData(ScalarType.BFloat16, "BF16", 0.10009765625f)]
    public void Numbers_are_converted_on_request_and_integers_are_not(ScalarType precision, string type, float rounded)
    {
        var path = Path.Combine(_folder.Path, "converted.safetensors");
        using var scope = NewDisposeScope();

        SafetensorsWriter.Write(path, new Dictionary<string, Tensor>
        {
            ["double"] = tensor(new[,] { { 0.1, 2.0 } }),
            ["ids"] = tensor(new[] { 7L }),
            ["single"] = tensor(0.1f),
        }, precision: precision);

        using var file = new SafetensorsFile(path);
        Assert.Equal([type, "I64", type], file.Entries.Select(entry => entry.Type.ToString()));
        Assert.Equal([rounded, 2f], file.ReadTensor("double").data<float>());
        Assert.Equal(rounded, file.ReadTensor("single").item<float>());
    }

    [Fact]
    public void Half_precision_in_is_half_precision_out()
    {
        var (path, again) = (Path.Combine(_folder.Path, "half.safetensors"), Path.Combine(_folder.Path, "again.safetensors"));
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(path, [new("half", rand(7, 5)), new("brain", rand(3))], precision: ScalarType.Float16);
        using var file = new SafetensorsFile(path);

        SafetensorsWriter.Write(again, file.Names.Select(name => KeyValuePair.Create(name, file.ReadTensor(name))), precision: ScalarType.Float16);

        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        var path = _folder.Write("model.safetensors", "old");
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [new("a", ones(2)), new("a", ones(2))]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [new("a", ones(2, ScalarType.ComplexFloat32))]));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 8, "outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 0, "outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "shape [3]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", 8, "shape")]
    [InlineData("""{"a":{"dtype":"F7","shape":[2],"data_offsets":[0,8]}}""", 8, "F7")]
    [InlineData("""{"a":{"dtype":"4","shape":[2],"data_offsets":[0,8]}}""", 8, "type 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a'")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "\"dtype\" is missing")]
    [InlineData("""{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""", 4, "\"dtype\" is missing")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F16","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "format")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "The tensor a is not described as the format asks: \"shape\" holds 1.5.")]
    [InlineData("""{"a":7}""", 0, "format")]
    [InlineData("""[]""", 0, "format")]
    [InlineData("""{"a":""", 0, "is not valid JSON")]
    public void A_malformed_header_is_refused_with_its_fault(string header, int dataBytes, string fault)
    {
        var path = Write(header.Length, header, dataBytes);

        var error = Assert.Single(Assert.Throws<InputException>(() => new SafetensorsFile(path)).Errors);

        Assert.Equal(path, error.File);
        Assert.Contains(fault, error.Message);
    }

    [Fact]
    public void A_header_that_is_not_JSON_is_refused_with_the_place_in_it()
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => new SafetensorsFile(Write(8, "{\n \"a\": ", 0))).Errors);

        Assert.Equal((2, 7), (error.Line, error.Column));
        Assert.DoesNotContain("LineNumber", error.Message);
    }

    [Theory]
    [InlineData(-1, "cut off")]
    [InlineData(1000, "cut off")]
    [InlineData(100_000_001, "100 MB")]
    [InlineData(long.MaxValue, "100 MB")]
    public void A_header_length_that_the_file_has_no_room_for_is_refused(long length, string fault)
    {
        var path = Write(length, "{}", 0);

        Assert.Contains(fault, Assert.Throws<InputException>(() => new SafetensorsFile(path)).Message);
    }

    [Fact]
    public void Every_truncation_of_a_file_is_refused()
    {
        var whole = File.ReadAllBytes(RepositoryFiles.Fixture("models/llama-sharded/model-00004-of-00004.safetensors"));
        foreach (var length in Enumerable.Range(0, 40).Select(step => step * step * whole.Length / 1600))
        {
            var path = Path.Combine(_folder.Path, "cut.safetensors");
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InputException>(() => new SafetensorsFile(path));
        }
    }

    [Fact]
    public void Shards_read_as_one_file()
    {
        using var whole = WeightSource.Open(RepositoryFiles.Fixture("models/llama"));
        using var shards = WeightSource.Open(RepositoryFiles.Fixture("models/llama-sharded"));
        Assert.IsType<ShardedSafetensors>(shards);
        Assert.Equal(whole.Names.Order(), shards.Names.Order());
        foreach (var name in whole.Names)
        {
            using var scope = NewDisposeScope();
            Assert.Equal(whole.ReadTensor(name).data<float>(), shards.ReadTensor(name).data<float>());
        }
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"absent.safetensors"}}""", "cannot be read")]
    [InlineData("""{"weight_map":{"a":"../secret.safetensors"}}""", "outside the folder")]
    [InlineData("""{"weight_map":{"b":"one.safetensors"}}""", "does not")]
    [InlineData("""{"weight_map":{"a":"two.safetensors","a":"one.safetensors"}}""", "'a'")]
    [InlineData("""{"weights":{}}""", "no weight_map")]
    [InlineData("""{"weight_map":null}""", "no weight_map")]
    [InlineData("""{"weight_map":{"a":null}}""", "no file for the tensor a")]
    [InlineData("""nothing""", "(1,2): The index of the shards is not valid JSON: 'nothing'")]
    public void A_wrong_index_is_refused(string index, string fault)
    {
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "one.safetensors"), [new("a", ones(1))]);
        _folder.Write("model.safetensors.index.json", index);

        Assert.Contains(fault, Assert.Throws<InputException>(() => WeightSource.Open(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("pytorch_model.bin")]
    [InlineData("model.pt")]
    [InlineData("weights.PTH")]
    public void A_pickle_is_refused_with_the_reason_and_the_way_out_as_a_file_and_in_a_folder(string name)
    {
        var path = _folder.Write(name, "x");

        Assert.All((string[])[path, _folder.Path], given =>
        {
            var error = Assert.Single(Assert.Throws<InputException>(() => LanguageModel.Load(given)).Errors);
            Assert.Equal(path, error.File);
            Assert.Contains("can run code", error.Message);
            Assert.Contains("safe_serialization=True", error.Remedy);
        });
    }

    [Fact]
    public void A_folder_without_weights_is_refused()
    {
        _folder.Write("notes.txt", "x");

        Assert.Contains("no weight file", Assert.Throws<InputException>(() => WeightSource.Open(_folder.Path)).Message);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(long length, string header, int dataBytes)
    {
        var path = Path.Combine(_folder.Path, "made.safetensors");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes(length), .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]);
        return path;
    }
}
