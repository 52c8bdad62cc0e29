using Fulcrum.Models.Families;
using Fulcrum.Models.Inspection;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Families;

/// <summary>Damaged configurations of every architecture: refused by name, or read.</summary>
public sealed class ConfigurationFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void Of_a_decoder(string name) => TryConfiguration(name, path => ConfigurationFile.Read(path));

    [Fact]
    public void Of_an_encoder() => TryConfiguration("bert", path => ConfigurationFile.ReadEncoder(path));

    [Fact]
    public void Of_a_model_that_is_only_looked_at() => TryConfiguration("gemma3", path =>
    {
        var facts = ArchitectureFacts.OfFile(path);
        _ = (facts.Text("model_type"), facts.KeyValueHeads, facts.IsHeadTied);
    });

    [Fact]
    public void Of_a_classifier_in_four_bits()
    {
        var original = """
            {"model_type":"bert","architectures":["BertForSequenceClassification"],"id2label":{"0":"ham","1":"spam"},"hidden_size":64,"num_attention_heads":4,
            "num_hidden_layers":3,"intermediate_size":160,"vocab_size":512,"hidden_act":"gelu","position_embedding_type":"absolute","quantization_config":null}
            """u8.ToArray();

        Fuzz.Try(Fuzz.Tries / 8, Path.Combine(_folder.Path, "config.json"), original, original.Length, path => ConfigurationFile.ReadEncoder(path));
    }

    [Fact]
    public void Of_generation()
    {
        var config = Path.Combine(_folder.Path, "config.json");
        File.Copy(RepositoryFiles.Fixture("models/llama/config.json"), config);
        var original = """{"_from_model_config":true,"bos_token_id":1,"eos_token_id":[2,3],"transformers_version":"5.23.0"}"""u8.ToArray();

        Fuzz.Try(Fuzz.Tries / 8, Path.Combine(_folder.Path, "generation_config.json"), original, original.Length, _ => ConfigurationFile.Read(config));
    }

    public void Dispose() => _folder.Dispose();

    // Nearly half of a configuration is nothing that is looked at.
    private void TryConfiguration(string name, Action<string> read)
    {
        var original = File.ReadAllBytes(RepositoryFiles.Fixture($"models/{name}/config.json"));

        Fuzz.Try(Fuzz.Tries / 8, Path.Combine(_folder.Path, "config.json"), original, original.Length, read, leastRefused: 0.4);
    }
}
