using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Architecture;

/// <summary>A GGUF's metadata under the names of a Hugging Face <c>config.json</c>, so that one reader serves both.</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Standardized key-value pairs".</remarks>
internal static class GgufConfiguration
{
    private static readonly Dictionary<string, string> OfArchitecture = new()
    {
        ["context_length"] = "max_position_embeddings",
        ["embedding_length"] = "hidden_size",
        ["block_count"] = "num_hidden_layers",
        ["feed_forward_length"] = "intermediate_size",
        ["attention.head_count"] = "num_attention_heads",
        ["attention.head_count_kv"] = "num_key_value_heads",
        ["attention.key_length"] = "head_dim",
        ["attention.layer_norm_rms_epsilon"] = "rms_norm_eps",
        ["rope.freq_base"] = "rope_theta",
    };

    private static readonly Dictionary<string, string> OfTokenizer = new()
    {
        ["bos_token_id"] = "bos_token_id",
        ["padding_token_id"] = "pad_token_id",
    };

    /// <summary>The roles of tokens at which generation ends: of a text, of a turn.</summary>
    private static readonly string[] EndTokens = ["eos", "eot"];

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="InputException">The architecture is unknown, or metadata are missing or make no sense.</exception>
    public static ModelConfiguration Read(GgufWeights weights)
    {
        var architecture = weights.Metadata.GetValueOrDefault("general.architecture") as string;
        var json = new JsonObject { ["model_type"] = architecture };
        foreach (var (from, to) in OfArchitecture) Copy($"{architecture}.{from}", to);
        foreach (var (from, to) in OfTokenizer) Copy($"tokenizer.ggml.{from}", to);
        json["eos_token_id"] = new JsonArray([.. EndTokens.Select(role => Node($"tokenizer.ggml.{role}_token_id")).OfType<JsonNode>()]);
        if (weights.Names.Contains("model.embed_tokens.weight")) json["vocab_size"] = Integer(weights.Shape("model.embed_tokens.weight")[0]);
        json["attention_bias"] = weights.Names.Contains("model.layers.0.self_attn.q_proj.bias");
        json["mlp_bias"] = weights.Names.Contains("model.layers.0.mlp.down_proj.bias");
        json["tie_word_embeddings"] = !weights.Names.Contains("lm_head.weight");
        if (weights.Metadata.GetValueOrDefault($"{architecture}.rope.scaling.type") is string scaling and not "none")
            json["rope_scaling"] = new JsonObject { ["rope_type"] = scaling, ["factor"] = Node($"{architecture}.rope.scaling.factor") };

        var configuration = ModelFamilies.Read(new ConfigurationJson(json, weights.File.Path));
        return configuration.Rotary is { } rotary && weights.File.Tensors.TryGetValue("rope_freqs.weight", out var divisors)
            ? configuration with { Rotary = rotary with { Divisors = Divisors(weights.File, divisors, configuration) } }
            : configuration;

        void Copy(string from, string to) => json[to] = Node(from);

        JsonNode? Node(string key) => weights.Metadata.GetValueOrDefault(key) switch
        {
            long integer => Integer(integer),
            double number => JsonNode.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
            _ => null,
        };
    }

    private static JsonNode? Integer(long value) => JsonNode.Parse(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Llama 3's scaling comes as a tensor of divisors, one per pair of dimensions.</summary>
    private static IReadOnlyList<double> Divisors(GgufFile file, GgufTensor tensor, ModelConfiguration configuration)
    {
        if (tensor.Shape is not [var count] || count != configuration.HeadSize / 2)
            throw new InputException(new InputError($"{tensor.Name} does not have {configuration.HeadSize / 2} numbers.") { File = file.Path });
        var divisors = new float[count];
        file.Read(tensor, 0, divisors);
        return [.. divisors.Select(divisor => (double)divisor)];
    }
}
