using System.Text.Json;
using Fulcrum.Models.Tokenization.SubwordModels;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>model</c>.</summary>
internal static class ModelReader
{
    public static (ISubwordModel Model, Vocabulary Vocabulary) Read(JsonElement model)
    {
        // Older files leave the type out; merges give byte-pair encoding away.
        var kind = model.Find("type")?.GetString() ?? (model.Find("merges") is null ? "(none)" : "BPE");
        return kind switch
        {
            "BPE" => ReadBytePairs(model),
            "Unigram" => ReadUnigram(model),
            "WordPiece" => ReadWordPiece(model),
            _ => throw new NotSupportedException($"the model \"{kind}\""),
        };
    }

    private static (ISubwordModel, Vocabulary) ReadBytePairs(JsonElement model)
    {
        foreach (var name in (string[])["dropout", "continuing_subword_prefix", "end_of_word_suffix"])
            if (model.Find(name) is { } value && value.ToString() is not ("" or "0")) throw new NotSupportedException($"a BPE model with {name}");
        var vocabulary = ReadVocabulary(model);
        var merges = new MergeTable(model.GetProperty("merges").EnumerateArray().Select(ReadMerge), vocabulary);
        var pairs = new BytePairEncoding(vocabulary, merges, model.Flag("byte_fallback"))
        {
            UnknownId = Unknown(model, vocabulary),
            FusesUnknown = model.Flag("fuse_unk"),
            IgnoresMerges = model.Flag("ignore_merges"),
        };
        return (pairs, vocabulary);
    }

    private static (string, string) ReadMerge(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array) return (merge[0].GetString()!, merge[1].GetString()!);
        var parts = merge.GetString()!.Split(' ');
        return parts is [var left, var right] ? (left, right) : throw new NotSupportedException($"the merge \"{merge.GetString()}\"");
    }

    private static (ISubwordModel, Vocabulary) ReadUnigram(JsonElement model)
    {
        var tokens = model.GetProperty("vocab").EnumerateArray().Select((token, id) => KeyValuePair.Create(token[0].GetString()!, id)).ToArray();
        var scores = model.GetProperty("vocab").EnumerateArray().Select(token => token[1].GetDouble()).ToArray();
        var unknown = model.Find("unk_id")?.GetInt32() ?? throw new NotSupportedException("a Unigram model without unk_id");
        if ((uint)unknown >= (uint)tokens.Length) throw new NotSupportedException($"an unk_id of {unknown} in a vocabulary of {tokens.Length}");
        var vocabulary = new Vocabulary(tokens);
        return (new Unigram(vocabulary, scores, unknown, model.Flag("byte_fallback")), vocabulary);
    }

    private static (ISubwordModel, Vocabulary) ReadWordPiece(JsonElement model)
    {
        var vocabulary = ReadVocabulary(model);
        var unknown = Unknown(model, vocabulary) ?? throw new NotSupportedException("a WordPiece model without unk_token");
        var longest = model.Find("max_input_chars_per_word")?.GetInt32() ?? 100;
        var prefix = model.Find("continuing_subword_prefix")?.GetString() ?? "##";
        return (new WordPiece(vocabulary, unknown, prefix, longest), vocabulary);
    }

    private static Vocabulary ReadVocabulary(JsonElement model) =>
        new([.. model.GetProperty("vocab").EnumerateObject().Select(token => KeyValuePair.Create(token.Name, token.Value.GetInt32()))]);

    private static int? Unknown(JsonElement model, Vocabulary vocabulary) =>
        model.Find("unk_token")?.GetString() is { } token
            ? vocabulary.Find(token) ?? throw new NotSupportedException($"the unk_token \"{token}\", which the vocabulary lacks")
            : null;
}
