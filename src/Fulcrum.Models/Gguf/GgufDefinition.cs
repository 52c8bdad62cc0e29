using System.Text.Json.Nodes;
using Fulcrum.Models.Families;

namespace Fulcrum.Models.Gguf;

/// <summary>Writes the tokenizer of a GGUF as a tokenizer.json; what the file leaves out is llama.cpp's default.</summary>
internal sealed class GgufDefinition(GgufTokenizerMetadata metadata)
{
    private const string Mark = "\u2581";

    public JsonObject Write() => metadata.Text("model") switch
    {
        "gpt2" => ByteLevel(),
        "llama" => SentencePiece(),
        "t5" => Unigram(),
        "bert" => WordPiece(),
        var kind => throw metadata.Refused($"Its tokenizer.ggml.model is \"{kind}\"; known are gpt2, llama, t5 and bert."),
    };

    private JsonObject ByteLevel()
    {
        var name = metadata.Text("pre") ?? throw metadata.Refused("It does not name its pre-tokenizer in tokenizer.ggml.pre.");
        var preTokenizer = GgufPreTokenizers.PreTokenizer(name)
            ?? throw metadata.Refused($"Its tokenizer.ggml.pre is \"{name}\"; known are {string.Join(", ", GgufPreTokenizers.Names)}.");
        var merges = metadata.List<string>("merges") ?? throw metadata.Refused("It has no tokenizer.ggml.merges.");
        var decoder = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true };
        return Definition(
            GgufPreTokenizers.Normalizer(name), preTokenizer, Around(addsBos: GgufPreTokenizers.IsLlama3(name), addsEos: false), decoder,
            BytePairs([.. merges.Select(merge => JsonValue.Create(merge))], ignoresMerges: GgufPreTokenizers.IsLlama3(name)));
    }

    private JsonObject SentencePiece()
    {
        var hasPrefix = metadata.Flag("add_space_prefix", otherwise: true);
        JsonArray normalizers = [Replace(" ", Mark)], decoders = [Replace(Mark, " "), Component("ByteFallback"), Component("Fuse")];
        if (hasPrefix)
        {
            normalizers.Insert(0, new JsonObject { ["type"] = "Prepend", ["prepend"] = Mark });
            decoders.Add(new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 });
        }

        var model = BytePairs([.. GgufMerges.FromScores(metadata).Select(merge => new JsonArray(merge.Left, merge.Right))], ignoresMerges: false);
        model["unk_token"] = UnknownId() is { } unknown ? metadata.Tokens[unknown] : null;
        model["fuse_unk"] = true;
        model["byte_fallback"] = HasBytes();
        return Definition(
            Sequence("normalizers", normalizers), null, Around(addsBos: true, addsEos: false), Sequence("decoders", decoders), model);
    }

    private JsonObject Unigram()
    {
        var mergesSpaces = metadata.Flag("remove_extra_whitespaces", otherwise: false);
        var hasPrefix = mergesSpaces || metadata.Flag("add_space_prefix", otherwise: false);
        var metaspace = new JsonObject { ["type"] = "Metaspace", ["replacement"] = Mark, ["prepend_scheme"] = hasPrefix ? "always" : "never", ["split"] = true };
        JsonArray preTokenizers = mergesSpaces ? [Component("WhitespaceSplit"), metaspace] : [metaspace];
        var normalizer = metadata.List<long>("precompiled_charsmap") is { } map
            ? new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = Convert.ToBase64String([.. map.Select(value => unchecked((byte)value))]) }
            : null;
        var model = new JsonObject
        {
            ["type"] = "Unigram",
            ["unk_id"] = UnknownId(),
            ["vocab"] = new JsonArray([.. metadata.Tokens.Zip(metadata.Scores, (token, score) => new JsonArray(token, score))]),
            ["byte_fallback"] = HasBytes(),
        };
        return Definition(
            normalizer, Sequence("pretokenizers", preTokenizers), Around(addsBos: false, addsEos: true), metaspace.DeepClone().AsObject(), model);
    }

    private JsonObject WordPiece()
    {
        var lowercases = metadata.Flag("normalizer.lowercase", otherwise: true);
        var normalizer = new JsonObject
        {
            ["type"] = "BertNormalizer",
            ["clean_text"] = true,
            ["handle_chinese_chars"] = true,
            ["strip_accents"] = metadata.Flag("normalizer.strip_accents", otherwise: lowercases),
            ["lowercase"] = lowercases,
        };
        var begin = metadata.Role("cls") ?? metadata.Role("bos") ?? throw metadata.Refused("It names no token to begin a text with.");
        var end = metadata.Role("seperator") ?? metadata.Role("eos") ?? throw metadata.Refused("It names no token to end a text with.");
        var model = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = UnknownId() is { } unknown ? metadata.Tokens[unknown] : null,
            ["continuing_subword_prefix"] = "##",
            ["max_input_chars_per_word"] = 100,
            ["vocab"] = Ids(Spell),
        };
        var decoder = new JsonObject { ["type"] = "WordPiece", ["prefix"] = "##", ["cleanup"] = true };
        return Definition(normalizer, Component("BertPreTokenizer"), GgufTemplate.Write(metadata, begin, end, isPairOfSentences: true), decoder, model);

        // llama.cpp marks the beginnings of words instead of their continuations.
        static string Spell(string token) =>
            token is ['[', .., ']'] ? token : token.StartsWith(Mark, StringComparison.Ordinal) ? token[Mark.Length..] : "##" + token;
    }

    private JsonObject Definition(JsonNode? normalizer, JsonNode? preTokenizer, JsonNode? postProcessor, JsonNode decoder, JsonNode model) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. metadata.Tokens.Index().Where(token => IsAdded(token.Index)).Select(token => AddedToken(token.Index, token.Item))]),
        ["normalizer"] = normalizer,
        ["pre_tokenizer"] = preTokenizer,
        ["post_processor"] = postProcessor,
        ["decoder"] = decoder,
        ["model"] = model,
    };

    private bool IsAdded(int id) => metadata.Type(id) is GgufTokenType.Control or GgufTokenType.Unknown or GgufTokenType.UserDefined;

    private JsonObject AddedToken(int id, string content) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,

        // llama.cpp knows it by the architecture as well: the file does not say so.
        ["rstrip"] = ModelFamilies.Gguf(metadata.Architecture)?.StripsBehindMarkup == true && metadata.Text("model") == "llama" && content is not ("<unk>" or "<s>" or "<|endoftext|>"),
        ["normalized"] = false,
        ["special"] = metadata.Type(id) != GgufTokenType.UserDefined,
    };

    private JsonObject BytePairs(JsonNode?[] merges, bool ignoresMerges) => new()
    {
        ["type"] = "BPE",
        ["dropout"] = null,
        ["unk_token"] = null,
        ["continuing_subword_prefix"] = null,
        ["end_of_word_suffix"] = null,
        ["fuse_unk"] = false,
        ["byte_fallback"] = false,
        ["ignore_merges"] = ignoresMerges,
        ["vocab"] = Ids(token => token),
        ["merges"] = new JsonArray(merges),
    };

    // Unused tokens fill the vocabulary up to the model's; no text has them.
    private JsonObject Ids(Func<string, string> spell)
    {
        var ids = new JsonObject();
        foreach (var (id, token) in metadata.Tokens.Index().Where(token => metadata.Type(token.Index) != GgufTokenType.Unused))
            if (!ids.TryAdd(spell(token), id)) throw metadata.Refused($"The token \"{token}\" is duplicated, the second time as {id}.");
        return ids;
    }

    private JsonObject? Around(bool addsBos, bool addsEos) => GgufTemplate.Write(
        metadata,
        metadata.Flag("add_bos_token", addsBos) ? Wanted("bos") : null,
        metadata.Flag("add_eos_token", addsEos) ? Wanted("eos") : null);

    private int Wanted(string role) => metadata.Role(role) ?? throw metadata.Refused($"It asks for a token around each text that tokenizer.ggml.{role}_token_id does not name.");

    private int? UnknownId() =>
        metadata.Role("unknown") ?? metadata.Tokens.Index().Where(token => metadata.Type(token.Index) == GgufTokenType.Unknown).Select(token => (int?)token.Index).FirstOrDefault();

    private bool HasBytes() => Enumerable.Range(0, metadata.Tokens.Count).Any(id => metadata.Type(id) == GgufTokenType.Byte);

    private static JsonObject Component(string type) => new() { ["type"] = type };

    private static JsonObject Sequence(string name, JsonArray stages) => new() { ["type"] = "Sequence", [name] = stages };

    private static JsonObject Replace(string pattern, string content) =>
        new() { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = pattern }, ["content"] = content };
}
