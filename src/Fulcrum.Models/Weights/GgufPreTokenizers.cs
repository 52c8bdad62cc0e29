using System.Text.Json.Nodes;

namespace Fulcrum.Models.Weights;

/// <summary>The pre-tokenizers that llama.cpp knows by name, as <c>tokenizer.json</c> spells them out.</summary>
/// <remarks>llama.cpp: src/llama-vocab.cpp, <c>llm_tokenizer_bpe</c>.</remarks>
internal static class GgufPreTokenizers
{
    private const string Gpt2 = """{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}""";
    private const string Bytes = """{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}""";

    private static readonly (string Name, string Components)[] Known =
    [
        ("gpt-2", $"[{Gpt2}]"),
        ("smollm", $$"""[{"type":"Digits","individual_digits":true},{{Gpt2}}]"""),
        ("qwen2", $"[{Isolated(Words(@"\\p{N}"))},{Bytes}]"),
        ("llama-bpe", $"[{Isolated(Words(@"\\p{N}{1,3}"))},{Bytes}]"),
    ];

    /// <summary>llama.cpp's name, or null where it knows none that cuts like this.</summary>
    public static string? Find(JsonNode? preTokenizer)
    {
        var components = new JsonArray([.. Flatten(preTokenizer).Select(Canonical)]);
        return Known.FirstOrDefault(known => JsonNode.DeepEquals(JsonNode.Parse(known.Components), components)).Name;
    }

    private static IEnumerable<JsonNode> Flatten(JsonNode? component) =>
        component is null ? [] : component["pretokenizers"] is JsonArray parts ? parts.SelectMany(Flatten) : [component];

    /// <summary>Without what changes no token, with what is understood.</summary>
    private static JsonObject Canonical(JsonNode component)
    {
        var canonical = component.DeepClone().AsObject();
        canonical.Remove("trim_offsets");
        if ((string?)canonical["type"] == "ByteLevel") canonical.TryAdd("use_regex", true);
        return canonical;
    }

    private static string Isolated(string regex) =>
        $$$"""{"type":"Split","pattern":{"Regex":"{{{regex}}}"},"behavior":"Isolated","invert":false}""";

    /// <summary>The pattern that Llama 3 and Qwen 2 share but for their numbers, escaped for JSON.</summary>
    private static string Words(string numbers) =>
        $@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{{L}}\\p{{N}}]?\\p{{L}}+|{numbers}| ?[^\\s\\p{{L}}\\p{{N}}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
}
