using System.Text;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using TorchSharp;

namespace Fulcrum.Models.Tests.Weights;

/// <summary>Whatever stands in a file that is not as it should be: an error that names it, and no memory to speak of.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int Tries = 10_000; // of each format
    private const long MostAllocated = 4 << 20;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Safetensors()
    {
        var original = File.ReadAllBytes(WriteTensors("sound.safetensors"));

        Try(Tries / 2, "damaged.safetensors", original, 8 + (int)BitConverter.ToInt64(original), path => new SafetensorsFile(path).Dispose());
    }

    [Fact]
    public void The_header_of_safetensors_behind_a_sound_length()
    {
        var original = File.ReadAllBytes(WriteTensors("sound.safetensors"));
        var length = (int)BitConverter.ToInt64(original);
        var path = Path.Combine(folder.Path, "damaged.safetensors");

        Try(Tries / 2, "header", original[8..(8 + length)], length, header =>
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

        Try(Tries, "model.safetensors.index.json", original, original.Length, path => new ShardedSafetensors(path).Dispose());
    }

    [Fact]
    public void A_GGUF()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        var path = Path.Combine(folder.Path, "sound.gguf");
        GgufWriter.Write(path, [.. GgufMetadata.Of(model, "llama", GgufType.F32).Where(pair => pair.Value is not Array)],
            [new("token_embd.weight", GgufType.Q8_0, [4, 32], () => torch.zeros(4, 32)), new("blk.0.attn_q.weight", GgufType.F32, [64, 8], () => torch.zeros(64, 8))],
            TestContext.Current.CancellationToken);
        var original = File.ReadAllBytes(path);

        Try(Tries, "damaged.gguf", original, original.Length - 64 * 8 * 4 - 4 * 34, damaged =>
        {
            using var weights = new GgufWeights(damaged);
            GgufConfiguration.Read(weights);
        });
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("llama3-rope")]
    [InlineData("gemma3")]
    [InlineData("falcon")]
    public void A_configuration(string name)
    {
        var original = File.ReadAllBytes(RepositoryFiles.Fixture($"models/{name}/config.json"));

        Try(Tries / 4, "config.json", original, original.Length, path => ConfigurationFile.Read(path));
    }

    [Fact]
    public void A_number_of_layers_that_the_weights_cannot_have()
    {
        using var model = MadeModel.Load(folder, "tiny-bpe");
        var path = Path.Combine(folder.Path, "config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"num_hidden_layers\":3", "\"num_hidden_layers\":9000000", StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("9000000 layers", Assert.Throws<InputException>(() => LanguageModel.Load(folder.Path)).Message);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    public void Dispose() => folder.Dispose();

    private string WriteTensors(string name)
    {
        using var scope = torch.NewDisposeScope();
        var path = Path.Combine(folder.Path, name);
        SafetensorsWriter.Write(path, new Dictionary<string, torch.Tensor>
        {
            ["half"] = torch.zeros(2, 3, torch.ScalarType.Float16),
            ["naïve é"] = torch.zeros(4, 2),
            ["scalar"] = torch.tensor(1L),
        });
        return path;
    }

    private void Try(int tries, string name, byte[] original, int header, Action<string> read)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, original);
        read(path); // what is sound is read

        var random = new Random(7);
        var refused = 0;
        for (var index = 0; index < tries; index++)
        {
            File.WriteAllBytes(path, Mutation.Of(random, original, header));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (InputException refusal)
            {
                refused++;
                Assert.NotEmpty(refusal.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"try {index}: {e}\n{Encoding.Latin1.GetString(File.ReadAllBytes(path))}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        }

        Assert.InRange(refused, tries / 2, tries);
    }
}
