using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;

namespace Fulcrum.Models.Inspection;

/// <summary>A configuration as plain facts, under whichever of its usual names each stands.</summary>
internal sealed class ArchitectureFacts
{
    private readonly JsonObject _json;

    private ArchitectureFacts(JsonObject json) => _json = json;

    /// <summary>Whether it says that a stored head repeats the embedding.</summary>
    public bool IsHeadTied => _json["tie_word_embeddings"]?.GetValueKind() == JsonValueKind.True;

    /// <summary>Key and value heads; as many as query heads where it does not say.</summary>
    public long? KeyValueHeads =>
        Number("num_key_value_heads", "num_kv_heads", "attention.head_count_kv")
        ?? (_json["multi_query"]?.GetValueKind() == JsonValueKind.True ? 1 : Number("num_attention_heads", "n_head", "attention.head_count"));

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="InputException">It is absent or no JSON object.</exception>
    public static ArchitectureFacts OfFile(string path)
    {
        var root = JsonInput.ReadObject(path, "The configuration");

        // Models that also see keep what concerns text apart.
        return new ArchitectureFacts(root["text_config"] as JsonObject ?? root);
    }

    /// <summary>Takes GGUF metadata; the names lose the architecture before them.</summary>
    public static ArchitectureFacts OfGguf(IReadOnlyDictionary<string, object> metadata)
    {
        var architecture = metadata.GetValueOrDefault("general.architecture") as string;
        var json = new JsonObject { ["model_type"] = architecture };
        foreach (var (key, value) in metadata.Where(entry => entry.Key.StartsWith(architecture + ".", StringComparison.Ordinal)))
            if (value is long number) json[key[(architecture!.Length + 1)..]] = JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture));
        return new ArchitectureFacts(json);
    }

    public string? Text(string key) => _json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The first of these that is there.</summary>
    public long? Number(params string[] keys) =>
        keys.Select(key => _json[key] is JsonValue value && value.TryGetValue<long>(out var number) ? number : (long?)null).FirstOrDefault(number => number is not null);
}
