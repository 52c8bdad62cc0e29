using System.Text.Json;
using Fulcrum.Models.Tokenization.SubwordModels;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>model</c>.</summary>
internal static class ModelReader
{
    public static (ISubwordModel Model, Vocabulary Vocabulary) Read(JsonElement model)
    {
        // Older files leave the type out; merges give byte-pair encoding away.
        var kind = model.Find("type")?.AsText("type") ?? (model.Find("merges") is null ? "(none)" : "BPE");
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
        var merges = new MergeTable(model.Items("merges").Select(ReadMerge), vocabulary);
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
        if (merge.ValueKind == JsonValueKind.Array && merge.AsPair("merges") is var (first, second)) return (first.AsText("merges"), second.AsText("merges"));
        return merge.AsText("merges").Split(' ') is [var left, var right] ? (left, right) : throw new NotSupportedException($"the merge \"{merge}\"");
    }

    private static (ISubwordModel, Vocabulary) ReadUnigram(JsonElement model)
    {
        var entries = model.Items("vocab").Select(entry => entry.AsPair("vocab")).ToArray();
        var tokens = entries.Select((entry, id) => KeyValuePair.Create(entry.First.AsText("vocab"), id)).ToArray();
        var scores = entries.Select(entry => entry.Second.GetDouble()).ToArray();
        var unknown = model.Find("unk_id")?.AsInteger("unk_id") ?? throw new NotSupportedException("a Unigram model without unk_id");
        if ((uint)unknown >= (uint)tokens.Length) throw new NotSupportedException($"an unk_id of {unknown} in a vocabulary of {tokens.Length}");
        var vocabulary = new Vocabulary(tokens);
        return (new Unigram(vocabulary, scores, unknown, model.Flag("byte_fallback")), vocabulary);
    }

    private static (ISubwordModel, Vocabulary) ReadWordPiece(JsonElement model)
    {
        var vocabulary = ReadVocabulary(model);
        var unknown = Unknown(model, vocabulary) ?? throw new NotSupportedException("a WordPiece model without unk_token");
        var longest = model.Find("max_input_chars_per_word")?.AsInteger("max_input_chars_per_word") ?? 100;
        var prefix = model.Find("continuing_subword_prefix")?.AsText("continuing_subword_prefix") ?? "##";
        return (new WordPiece(vocabulary, unknown, prefix, longest), vocabulary);
    }

    private static Vocabulary ReadVocabulary(JsonElement model) =>
        model.Member("vocab") is { ValueKind: JsonValueKind.Object } vocabulary
            ? new([.. vocabulary.EnumerateObject().Select(token => KeyValuePair.Create(token.Name, token.Value.AsInteger(token.Name)))])
            : throw new FormatException("\"vocab\" does not map tokens to ids.");

    private static int? Unknown(JsonElement model, Vocabulary vocabulary) =>
        model.Find("unk_token")?.AsText("unk_token") is { } token
            ? vocabulary.Find(token) ?? throw new NotSupportedException($"the unk_token \"{token}\", which the vocabulary lacks")
            : null;
}
