using System.Text.Json;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Finds the tokens with a role.</summary>
internal static class SpecialTokensReader
{
    /// <param name="config">The content of <c>tokenizer_config.json</c>: it decides where it exists.</param>
    /// <param name="find">The id of a token.</param>
    /// <param name="unknownId">The unknown token of the model.</param>
    public static SpecialTokens Read(JsonElement? config, Func<string, int?> find, int? unknownId)
    {
        return config is { } roles
            ? new(Role("bos_token"), Role("eos_token"), Role("pad_token"), unknownId ?? Role("unk_token"))
            : new(
                First("<s>", "<bos>", "<|begin_of_text|>"),
                First("</s>", "<eos>", "<|end_of_text|>", "<|endoftext|>"),
                First("<pad>", "[PAD]"),
                unknownId ?? First("<unk>", "[UNK]"));

        int? Role(string name) => roles.Find(name) is not { } token ? null
            : token.ValueKind == JsonValueKind.String ? find(token.AsText(name))
            : find(token.Text("content"));

        int? First(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                if (find(name) is { } id) return id;
            return null;
        }
    }
}
