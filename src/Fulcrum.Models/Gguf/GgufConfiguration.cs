using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;

namespace Fulcrum.Models.Gguf;

/// <summary>A GGUF's metadata under the names of a Hugging Face <c>config.json</c>, so that one reader serves both.</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Standardized key-value pairs".</remarks>
internal static class GgufConfiguration
{
    private static readonly Dictionary<string, string> OfTokenizer = new()
    {
        ["bos_token_id"] = "bos_token_id",
        ["padding_token_id"] = "pad_token_id",
    };

    /// <summary>The roles of tokens at which generation ends: of a text, of a turn.</summary>
    private static readonly string[] EndTokens = ["eos", "eot"];

    /// <summary>Reads the configuration of a decoder.</summary>
    /// <exception cref="InputException">The architecture is unknown, or metadata are missing or make no sense.</exception>
    public static ModelConfiguration Read(GgufWeights weights)
    {
        var name = weights.Metadata.GetValueOrDefault("general.architecture") as string;
        var known = ModelFamilies.Gguf(name);
        var architecture = weights.Architecture;
        var json = new JsonObject { ["model_type"] = known?.ModelType ?? name };
        foreach (var (from, to) in architecture.ConfigurationKeys) Copy($"{name}.{from}", to);
        foreach (var (from, to) in OfTokenizer) Copy($"tokenizer.ggml.{from}", to);
        json["eos_token_id"] = new JsonArray([.. EndTokens.Select(role => Node($"tokenizer.ggml.{role}_token_id")).OfType<JsonNode>()]);
        if (weights.File.Tensors.GetValueOrDefault("token_embd.weight") is { Shape: [var rows, ..] }) json["vocab_size"] = Integer(rows);
        json["attention_bias"] = weights.File.Tensors.ContainsKey("blk.0.attn_q.bias");
        json["mlp_bias"] = weights.File.Tensors.ContainsKey("blk.0.ffn_down.bias");
        json["tie_word_embeddings"] = !weights.Names.Contains("lm_head.weight");
        if (weights.Metadata.GetValueOrDefault($"{name}.rope.scaling.type") is string scaling and not "none")
            json["rope_scaling"] = new JsonObject { ["rope_type"] = scaling, ["factor"] = Node($"{name}.rope.scaling.factor") };

        architecture.AddFromTensors(json, weights.File.Tensors.ContainsKey);

        var configuration = ModelFamilies.ReadDecoder(new ConfigurationJson(json, weights.File.Path));
        if (weights.Metadata.GetValueOrDefault($"{name}.rope.dimension_count") is long turned && configuration.Rotary is not null && turned != configuration.HeadSize)
            throw new InputException(new InputError($"{name}.rope.dimension_count is {turned} of a head's {configuration.HeadSize}: rotary embedding of a part of each head is not supported.") { File = weights.File.Path });
        configuration = architecture.WithFixed(configuration);
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
