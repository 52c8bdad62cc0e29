using System.Text.Json.Nodes;
using Fulcrum.Models.Families;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Families;

public sealed class GgufArchitectureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("falcon", "{}", null)]
    [InlineData("falcon", """{"parallel_attn": false}""", "A falcon model whose feed-forward block follows attention")]
    [InlineData("falcon", """{"activation": "gelu_new"}""", "A falcon model with the activation gelu_pytorch_tanh")]
    [InlineData("gemma3", "{}", null)]
    [InlineData("gemma3", """{"hidden_activation": "gelu"}""", "A gemma3_text model with the activation gelu")]
    [InlineData("gemma3", """{"query_pre_attn_scalar": 99}""", "A Gemma of this size with another attention scale")]
    [InlineData("gemma3", """{"rope_parameters": null, "rope_local_base_freq": 20000}""", "A Gemma with another rotary base than 10000 in its windowed layers")]
    [InlineData("gemma3-full", "{}", "A Gemma that sees all in other layers than every sixth")]
    [InlineData("gpt2", "{}", null)]
    [InlineData("gpt2", """{"scale_attn_weights": false}""", "A gpt2 model with unscaled attention")]
    [InlineData("gpt2", """{"activation_function": "silu"}""", "A gpt2 model with the activation silu")]
    [InlineData("llama", """{"architectures": ["LlamaForSequenceClassification"]}""", "A classifier")]
    [InlineData("llama3-rope", "{}", null)]
    [InlineData("llama3-rope", """{"model_type": "qwen3"}""", "A qwen3 model with this rotary scaling")]
    [InlineData("mistral", "{}", "A mistral model with a sliding window")]
    [InlineData("mistral", """{"sliding_window": null}""", null)]
    [InlineData("phi3", """{"sliding_window": 8}""", null)]
    [InlineData("qwen2", """{"use_sliding_window": true, "sliding_window": 8}""", "A qwen2 model with a sliding window")]
    public void What_llama_cpp_has_otherwise_is_an_obstacle(string name, string changes, string? obstacle)
    {
        var json = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture($"models/{name}/config.json")))!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(changes)!.AsObject()) json[key] = value?.DeepClone();
        var configuration = ConfigurationFile.Read(_folder.Write("config.json", json.ToJsonString()));

        Assert.Equal(obstacle, ModelFamilies.Decoder(configuration.ModelType)!.Gguf!.Obstacle(configuration));
    }

    public void Dispose() => _folder.Dispose();
}
