using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.Gguf;

/// <summary>A tokenizer and chat template as the metadata of a GGUF file, so that llama.cpp cuts text into the same tokens.</summary>
/// <remarks>
/// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Tokenizer". llama.cpp knows byte-level BPE by its merges and
/// the name of its pre-tokenizer, and SentencePiece's BPE by a score for each token: the better merge is that which makes
/// the better token.
/// </remarks>
internal static partial class GgufVocabulary
{
    /// <exception cref="InputException">The model has no tokenizer, or llama.cpp knows none that works like it.</exception>
    public static IEnumerable<KeyValuePair<string, object>> Metadata(LanguageModel model)
    {
        var tokenizer = model.Tokenizer ?? throw Refused(model, "The model has no tokenizer.json beside it");
        var json = JsonInput.ParseObject(tokenizer.Definition.Span, "The tokenizer", model.Path);
        var merges = json["model"]!["merges"] is JsonArray list ? list.Select(Merge).ToArray() : throw Refused(model, "Its tokenizer is not byte-pair encoding");
        var tokens = Enumerable.Range(0, model.Configuration.VocabularySize).Select(id => tokenizer.IdToToken(id) ?? $"[PAD{id}]").ToArray();
        return
        [
            .. (bool?)json["model"]!["byte_fallback"] == true ? SentencePiece(model, json, tokens, merges) : ByteLevel(model, json, merges),
            new("tokenizer.ggml.tokens", tokens),
            new("tokenizer.ggml.token_type", Types(tokenizer, json, tokens.Length)),
            .. Roles(model, tokenizer),
            .. model.ChatTemplate is { } template ? [new("tokenizer.chat_template", template.Source)] : Array.Empty<KeyValuePair<string, object>>(),
        ];
    }

    private static KeyValuePair<string, object>[] ByteLevel(LanguageModel model, JsonNode json, (string Left, string Right)[] merges)
    {
        var name = GgufPreTokenizers.Find(json["pre_tokenizer"]);
        // llama.cpp does not normalize; composed text, which is nearly all there is, comes out the same.
        if (name is null || json["normalizer"] is { } normalizer && (string?)normalizer["type"] != "NFC")
            throw Refused(model, "Its tokenizer cuts text in a way that llama.cpp has no name for");
        return
        [
            new("tokenizer.ggml.model", "gpt2"),
            new("tokenizer.ggml.pre", name),
            new("tokenizer.ggml.merges", merges.Select(merge => $"{merge.Left} {merge.Right}").ToArray()),
        ];
    }

    private static KeyValuePair<string, object>[] SentencePiece(
        LanguageModel model, JsonNode json, string[] tokens, (string Left, string Right)[] merges)
    {
        var components = Kinds(json["normalizer"]).Concat(Kinds(json["pre_tokenizer"]));
        bool? prefix = string.Join(' ', components) switch
        {
            "Prepend Replace" => true,
            "Replace" or "Replace Split" => false,
            "Metaspace" => (string?)json["pre_tokenizer"]!["prepend_scheme"] != "never",
            _ => null,
        };
        var scores = SentencePieceScores.Of(tokens, merges);
        if (prefix is null || scores is null) throw Refused(model, "Its tokenizer does not merge as SentencePiece does");
        return
        [
            new("tokenizer.ggml.model", "llama"),
            new("tokenizer.ggml.pre", "default"),
            new("tokenizer.ggml.scores", scores),
            new("tokenizer.ggml.add_space_prefix", prefix),
        ];
    }

    private static int[] Types(Tokenizer tokenizer, JsonNode json, int count)
    {
        var added = (json["added_tokens"] as JsonArray ?? []).Select(token => (int)token!["id"]!).ToHashSet();
        return [.. Enumerable.Range(0, count).Select(id => (int)TypeOf(id))];

        GgufTokenType TypeOf(int id)
        {
            if (tokenizer.IdToToken(id) is not { } token) return GgufTokenType.Unused;
            if ((bool?)json["model"]!["byte_fallback"] == true)
            {
                if (id == tokenizer.SpecialTokens.Unknown) return GgufTokenType.Unknown;
                if (ByteToken().IsMatch(token)) return GgufTokenType.Byte;
            }

            return tokenizer.IsSpecial(id) ? GgufTokenType.Control : added.Contains(id) ? GgufTokenType.UserDefined : GgufTokenType.Normal;
        }
    }

    private static IEnumerable<KeyValuePair<string, object>> Roles(LanguageModel model, Tokenizer tokenizer)
    {
        var (begin, end) = (tokenizer.SpecialTokens.Bos ?? model.Configuration.BeginToken, tokenizer.SpecialTokens.Eos);
        var ends = model.Configuration.EndTokens.Where(token => token != end).ToArray();
        if (end is null && ends.Length > 0) (end, ends) = (ends[0], ends[1..]);
        (string Role, int? Token)[] roles =
        [
            ("bos", begin),
            ("eos", end),
            ("eot", ends.Length > 0 ? ends[0] : null),
            ("unknown", tokenizer.SpecialTokens.Unknown),
            ("padding", tokenizer.SpecialTokens.Pad ?? model.Configuration.PaddingToken),
        ];
        foreach (var (role, token) in roles)
            if (token is not null) yield return new($"tokenizer.ggml.{role}_token_id", (uint)token);

        var (plain, framed) = (tokenizer.Encode("a"), tokenizer.Encode("a", addSpecialTokens: true));
        yield return new("tokenizer.ggml.add_bos_token", begin is not null && framed[0] == begin && framed[0] != plain[0]);
        yield return new("tokenizer.ggml.add_eos_token", end is not null && framed[^1] == end && framed[^1] != plain[^1]);
    }

    private static IEnumerable<string> Kinds(JsonNode? component) =>
        component is null ? [] : (component["normalizers"] ?? component["pretokenizers"]) is JsonArray parts ? parts.SelectMany(Kinds) : [(string)component["type"]!];

    private static (string Left, string Right) Merge(JsonNode? merge)
    {
        if (merge is JsonArray pair) return ((string)pair[0]!, (string)pair[1]!);
        var parts = ((string)merge!).Split(' ');
        return (parts[0], parts[1]);
    }

    private static InputException Refused(LanguageModel model, string reason) => new(new InputError($"{reason}, so it cannot be written as GGUF.")
    {
        File = model.Path, Remedy = "Keep the model as a folder with safetensors and tokenizer.json.",
    });

    [GeneratedRegex("^<0x[0-9A-F]{2}>$")]
    private static partial Regex ByteToken();
}
