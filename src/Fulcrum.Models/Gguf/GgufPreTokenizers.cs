using System.Text.Json.Nodes;

namespace Fulcrum.Models.Gguf;

/// <summary>
/// How byte-level vocabularies cut text into words: <c>tokenizer.ggml.pre</c> names it, and the tokenizer.json of the models with
/// that name says it. Only <c>default</c> is llama.cpp's own (<c>llama-vocab.cpp</c>).
/// </summary>
internal static class GgufPreTokenizers
{
    private const string Gpt2Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly Dictionary<string, Func<JsonObject>> Known = new()
    {
        ["default"] = Default,
        ["falcon"] = Falcon,
        ["gpt-2"] = Gpt2,
        ["llama-bpe"] = Llama3,
        ["llama-v3"] = Llama3,
        ["llama3"] = Llama3,
        ["phi-2"] = Gpt2,
        ["qwen2"] = Qwen2,
        ["refact"] = SingleDigits,
        ["smollm"] = SingleDigits,
        ["starcoder"] = SingleDigits,
    };

    // One name for each way to cut that llama.cpp follows exactly; its "falcon" leaves two digits at their blank.
    private static readonly string[] Exact = ["default", "gpt-2", "llama-bpe", "qwen2", "smollm"];

    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The section <c>pre_tokenizer</c>, or null for a name that is not known.</summary>
    public static JsonObject? PreTokenizer(string name) => Known.GetValueOrDefault(name)?.Invoke();

    /// <summary>The name by which llama.cpp cuts as the section <c>pre_tokenizer</c> does, or null where it has none.</summary>
    public static string? Find(JsonNode? preTokenizer)
    {
        var components = Canonical(preTokenizer);
        return Array.Find(Exact, name => JsonNode.DeepEquals(Canonical(Known[name]()), components));
    }

    /// <summary>The section <c>normalizer</c>.</summary>
    public static JsonObject? Normalizer(string name) => name == "qwen2" ? new() { ["type"] = "NFC" } : null;

    /// <summary>Whether this is Llama 3's: a word of the vocabulary is its token whatever the merges say, and a text begins with a token.</summary>
    public static bool IsLlama3(string name) => name is "llama-bpe" or "llama3" or "llama-v3";

    /// <summary>The components without what changes no token, with what is understood.</summary>
    private static JsonArray Canonical(JsonNode? preTokenizer)
    {
        return [.. Flatten(preTokenizer).Select(Complete)];

        static IEnumerable<JsonNode> Flatten(JsonNode? component) =>
            component is null ? [] : component["pretokenizers"] is JsonArray parts ? parts.SelectMany(Flatten) : [component];

        static JsonNode Complete(JsonNode component)
        {
            var complete = component.DeepClone().AsObject();
            complete.Remove("trim_offsets");
            if ((string?)complete["type"] == "ByteLevel") complete.TryAdd("use_regex", true);
            return complete;
        }
    }

    private static JsonObject Default() =>
        Sequence(Split(@"[\p{P}\$\+<=>\^~\|]+"), Split(Gpt2Words), Split(@"\p{N}+"), Split("[0-9][0-9][0-9]"), ByteLevel(useRegex: false));

    private static JsonObject Falcon() => Sequence(
        new JsonObject { ["type"] = "Punctuation", ["behavior"] = "Contiguous" },
        ByteLevel(useRegex: true),
        Digits(individually: false),
        Split("[0-9][0-9][0-9]"));

    private static JsonObject Gpt2() => ByteLevel(useRegex: true);

    private static JsonObject SingleDigits() => Sequence(Digits(individually: true), ByteLevel(useRegex: true));

    private static JsonObject Llama3() => Sequence(Split(Words(@"\p{N}{1,3}")), ByteLevel(useRegex: false));

    private static JsonObject Qwen2() => Sequence(Split(Words(@"\p{N}")), ByteLevel(useRegex: false));

    private static string Words(string numbers) =>
        $@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|{numbers}| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static JsonObject Sequence(params JsonNode[] stages) => new() { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray(stages) };

    private static JsonObject Split(string regex) =>
        new() { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = regex }, ["behavior"] = "Isolated", ["invert"] = false };

    private static JsonObject Digits(bool individually) => new() { ["type"] = "Digits", ["individual_digits"] = individually };

    private static JsonObject ByteLevel(bool useRegex) =>
        new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = useRegex };
}
