using System.Text.Json;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Finds the tokens with a role.</summary>
internal static class SpecialTokensReader
{
    private static readonly string[] Roles = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    /// <param name="config">The content of <c>tokenizer_config.json</c>: it decides where it exists.</param>
    /// <param name="find">The id of a token.</param>
    /// <param name="unknownId">The unknown token of the model.</param>
    /// <returns>The ids, and the texts of more roles under their names in <c>tokenizer_config.json</c>.</returns>
    public static (SpecialTokens Ids, IReadOnlyDictionary<string, string> Texts) Read(JsonElement? config, Func<string, int?> find, int? unknownId)
    {
        var texts = config is { } roles ? OfConfiguration(roles) : Usual(find);
        return (new(Id("bos_token"), Id("eos_token"), Id("pad_token"), unknownId ?? Id("unk_token")), texts);

        int? Id(string role) => texts.TryGetValue(role, out var text) ? find(text) : null;
    }

    /// <summary>As transformers 5 has them in <c>special_tokens_map</c>: those with a role of their own, and those that the model names itself.</summary>
    private static Dictionary<string, string> OfConfiguration(JsonElement config)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var role in Roles)
            if (config.Find(role) is { } token) texts[role] = Text(role, token);

        // A list here holds tokens without a name.
        if (config.Find("extra_special_tokens") is { ValueKind: JsonValueKind.Object } own)
            foreach (var token in own.EnumerateObject()) texts[token.Name] = Text(token.Name, token.Value);
        return texts;
    }

    private static string Text(string role, JsonElement token) => token.ValueKind == JsonValueKind.String ? token.AsText(role) : token.Text("content");

    private static Dictionary<string, string> Usual(Func<string, int?> find)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        First("bos_token", "<s>", "<bos>", "<|begin_of_text|>");
        First("eos_token", "</s>", "<eos>", "<|end_of_text|>", "<|endoftext|>");
        First("pad_token", "<pad>", "[PAD]");
        First("unk_token", "<unk>", "[UNK]");
        return texts;

        void First(string role, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                if (find(name) is not null && texts.TryAdd(role, name)) return;
        }
    }
}
