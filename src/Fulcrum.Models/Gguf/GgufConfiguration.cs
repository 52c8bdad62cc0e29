using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Gguf;

/// <summary>A GGUF's metadata under the names of a Hugging Face <c>config.json</c>, so that one reader serves both.</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Standardized key-value pairs".</remarks>
internal static class GgufConfiguration
{
    /// <summary>Most families' name and, where GPT-2 or Falcon has another, theirs.</summary>
    private static readonly Dictionary<string, string[]> OfArchitecture = new()
    {
        ["context_length"] = ["max_position_embeddings", "n_positions"],
        ["embedding_length"] = ["hidden_size", "n_embd"],
        ["block_count"] = ["num_hidden_layers", "n_layer"],
        ["feed_forward_length"] = ["intermediate_size", "n_inner", "ffn_hidden_size"],
        ["attention.head_count"] = ["num_attention_heads", "n_head"],
        ["attention.head_count_kv"] = ["num_key_value_heads", "num_kv_heads"],
        ["attention.key_length"] = ["head_dim"],
        ["attention.layer_norm_rms_epsilon"] = ["rms_norm_eps"],
        ["attention.layer_norm_epsilon"] = ["layer_norm_epsilon"],
        ["attention.sliding_window"] = ["sliding_window"],
        ["rope.freq_base"] = ["rope_theta"],
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
        foreach (var (from, names) in OfArchitecture)
            foreach (var to in names) Copy($"{architecture}.{from}", to);
        foreach (var (from, to) in OfTokenizer) Copy($"tokenizer.ggml.{from}", to);
        json["eos_token_id"] = new JsonArray([.. EndTokens.Select(role => Node($"tokenizer.ggml.{role}_token_id")).OfType<JsonNode>()]);
        if (weights.File.Tensors.GetValueOrDefault("token_embd.weight") is { Shape: [var rows, ..] }) json["vocab_size"] = Integer(rows);
        json["attention_bias"] = weights.File.Tensors.ContainsKey("blk.0.attn_q.bias");
        json["mlp_bias"] = weights.File.Tensors.ContainsKey("blk.0.ffn_down.bias");
        json["tie_word_embeddings"] = !weights.Names.Contains("lm_head.weight");
        if (weights.Metadata.GetValueOrDefault($"{architecture}.rope.scaling.type") is string scaling and not "none")
            json["rope_scaling"] = new JsonObject { ["rope_type"] = scaling, ["factor"] = Node($"{architecture}.rope.scaling.factor") };

        if (architecture == "gemma3") json["model_type"] = "gemma3_text";
        if (architecture == "falcon") AddFalcon(json, weights.File);

        var configuration = ModelFamilies.Read(new ConfigurationJson(json, weights.File.Path));
        if (weights.Metadata.GetValueOrDefault($"{architecture}.rope.dimension_count") is long turned && configuration.Rotary is not null && turned != configuration.HeadSize)
            throw new InputException(new InputError($"{architecture}.rope.dimension_count is {turned} of a head's {configuration.HeadSize}: rotary embedding of a part of each head is not supported.") { File = weights.File.Path });
        if (architecture == "gemma3") configuration = configuration with { AttentionScale = 1 / Math.Sqrt(GemmaQueryScalar(configuration)) };
        return configuration.Rotary is { } rotary && weights.File.Tensors.TryGetValue(GgufWeights.RotaryDivisors, out var divisors)
            ? configuration with { Rotary = rotary with { Divisors = Divisors(weights.File, divisors, configuration) } }
            : configuration;

        void Copy(string from, string to) => json[to] = Node(from);

        JsonNode? Node(string key) => weights.Metadata.GetValueOrDefault(key) switch
        {
            long integer => Integer(integer),
            double number when double.IsFinite(number) => JsonNode.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
            double other => other.ToString(CultureInfo.InvariantCulture), // which the reader refuses by its key
            _ => null,
        };
    }

    /// <summary>What llama.cpp takes for <c>query_pre_attn_scalar</c>, which no metadata say: the 27B model (62 layers) differs.</summary>
    public static double GemmaQueryScalar(ModelConfiguration configuration) =>
        configuration.LayerCount == 62 ? (double)configuration.HiddenSize / configuration.HeadCount : configuration.HeadSize;

    /// <summary>The tensors tell Falcon's generation.</summary>
    private static void AddFalcon(JsonObject json, GgufFile file)
    {
        var hasTwoNorms = file.Tensors.ContainsKey("blk.0.attn_norm_2.weight");
        var hasOneKeyHead = json["num_kv_heads"] is JsonValue heads && heads.TryGetValue<int>(out var count) && count == 1;
        json["multi_query"] = hasOneKeyHead;
        json["new_decoder_architecture"] = hasTwoNorms || !hasOneKeyHead;
        json["num_ln_in_parallel_attn"] = hasTwoNorms ? 2 : 1;
        json["bias"] = file.Tensors.ContainsKey("blk.0.attn_qkv.bias");
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
