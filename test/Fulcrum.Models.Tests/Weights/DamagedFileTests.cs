using Fulcrum.Data;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using TorchSharp;

namespace Fulcrum.Models.Tests.Weights;

/// <summary>Whatever stands in a file that is not as it should be: an error that names it, and no memory to speak of.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Safetensors()
    {
        var original = File.ReadAllBytes(WriteTensors("sound.safetensors"));

        Fuzz.Try(Fuzz.Tries / 2, Path.Combine(_folder.Path, "damaged.safetensors"), original, 8 + (int)BitConverter.ToInt64(original), path => new SafetensorsFile(path).Dispose());
    }

    [Fact]
    public void The_header_of_safetensors_behind_a_sound_length()
    {
        var original = File.ReadAllBytes(WriteTensors("sound.safetensors"));
        var length = (int)BitConverter.ToInt64(original);
        var path = Path.Combine(_folder.Path, "damaged.safetensors");

        Fuzz.Try(Fuzz.Tries / 2, Path.Combine(_folder.Path, "header"), original[8..(8 + length)], length, header =>
        {
            var json = File.ReadAllBytes(header);
            File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. original[(8 + length)..]]);
            new SafetensorsFile(path).Dispose();
        });
    }

    [Fact]
    public void The_index_of_shards()
    {
        WriteTensors("one.safetensors");
        var original = """{"metadata":{"total_size":44},"weight_map":{"half":"one.safetensors","naïve \u00e9":"one.safetensors","scalar":"one.safetensors"}}"""u8.ToArray();

        Fuzz.Try(Fuzz.Tries, Path.Combine(_folder.Path, "model.safetensors.index.json"), original, original.Length, path => new ShardedSafetensors(path).Dispose());
    }

    [Fact]
    public void A_GGUF()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        var path = Path.Combine(_folder.Path, "sound.gguf");
        GgufWriter.Write(path, [.. GgufMetadata.Of(model, "llama", GgufType.F32).Where(pair => pair.Value is not Array)],
            [new("token_embd.weight", GgufType.Q8_0, [4, 32], () => torch.zeros(4, 32)), new("blk.0.attn_q.weight", GgufType.F32, [64, 8], () => torch.zeros(64, 8))],
            TestContext.Current.CancellationToken);
        var original = File.ReadAllBytes(path);

        Fuzz.Try(Fuzz.Tries, Path.Combine(_folder.Path, "damaged.gguf"), original, original.Length - 64 * 8 * 4 - 4 * 34, damaged =>
        {
            using var weights = new GgufWeights(damaged);
            GgufConfiguration.Read(weights);
        });
    }

    [Theory]
    [InlineData("falcon")]
    [InlineData("gemma3")]
    [InlineData("gpt2")]
    [InlineData("phi3")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void The_metadata_of_a_GGUF(string architecture)
    {
        var path = Path.Combine(_folder.Path, "sound.gguf");
        (string Key, object Value)[] values =
        [
            ("context_length", 256u), ("embedding_length", 64u), ("block_count", 3u), ("feed_forward_length", 160u), ("attention.head_count", 4u),
            ("attention.head_count_kv", 1u), ("attention.layer_norm_epsilon", 1e-5f), ("attention.layer_norm_rms_epsilon", 1e-5f),
            ("attention.sliding_window", 8u), ("rope.freq_base", 1e4f), ("rope.scaling.type", "linear"), ("rope.scaling.factor", 2f),
        ];
        GgufWriter.Write(path, [new("general.architecture", architecture), .. values.Select(value => KeyValuePair.Create($"{architecture}.{value.Key}", value.Value))],
            [new("token_embd.weight", GgufType.F32, [4, 64], () => torch.zeros(4, 64))], TestContext.Current.CancellationToken);
        var original = File.ReadAllBytes(path);

        Fuzz.Try(Fuzz.Tries / 8, Path.Combine(_folder.Path, "damaged.gguf"), original, original.Length - 4 * 64 * 4, damaged =>
        {
            using var weights = new GgufWeights(damaged);
            GgufConfiguration.Read(weights);
        });
    }

    [Fact]
    public void A_number_of_layers_that_the_weights_cannot_have()
    {
        using var model = MadeModel.Load(_folder, "tiny-bpe");
        var path = Path.Combine(_folder.Path, "config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"num_hidden_layers\":3", "\"num_hidden_layers\":9000000", StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("9000000 layers", Assert.Throws<InputException>(() => LanguageModel.Load(_folder.Path)).Message);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Fuzz.MostAllocated);
    }

    public void Dispose() => _folder.Dispose();

    private string WriteTensors(string name)
    {
        using var scope = torch.NewDisposeScope();
        var path = Path.Combine(_folder.Path, name);
        SafetensorsWriter.Write(path, new Dictionary<string, torch.Tensor>
        {
            ["half"] = torch.zeros(2, 3, torch.ScalarType.Float16),
            ["naïve é"] = torch.zeros(4, 2),
            ["scalar"] = torch.tensor(1L),
        });
        return path;
    }
}
