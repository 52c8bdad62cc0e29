using System.Text.Json;
using Fulcrum.Models.Tests.Tokenization;

namespace Fulcrum.Models.Tests.Gguf;

/// <summary>The metadata that a GGUF would hold for a tokenizer.json, as llama.cpp's converter writes them.</summary>
internal static class MetadataOfTokenizer
{
    private const long Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Byte = 6;

    public static Dictionary<string, object> From(JsonElement definition, string model)
    {
        var added = definition.GetProperty("added_tokens").EnumerateArray().ToDictionary(token => token.GetProperty("id").GetInt32());
        var section = definition.GetProperty("model");
        var vocabulary = Tokens(section.GetProperty("vocab")).Concat(added.Select(token => (token.Key, token.Value.GetProperty("content").GetString()!)))
            .DistinctBy(token => token.Item1).OrderBy(token => token.Item1).Select(token => token.Item2).ToArray();
        var metadata = new Dictionary<string, object>
        {
            ["tokenizer.ggml.model"] = model,
            ["tokenizer.ggml.tokens"] = List(vocabulary.Select((token, id) => model == "bert" && !added.ContainsKey(id) ? Phantom(token) : token)),
            ["tokenizer.ggml.token_type"] = List(vocabulary.Select((token, id) => Type(token, id, added, model))),
        };
        if (section.TryGetProperty("merges", out var merges))
        {
            var pairs = merges.EnumerateArray().Select(merge => merge.ValueKind == JsonValueKind.Array ? merge.Strings() : merge.GetString()!.Split(' ')).ToArray();
            if (model == "gpt2") metadata["tokenizer.ggml.merges"] = List(pairs.Select(pair => string.Join(' ', pair)));
            var ranks = pairs.Select(pair => string.Concat(pair)).Index().DistinctBy(token => token.Item).ToDictionary(token => token.Item, token => token.Index);
            metadata["tokenizer.ggml.scores"] = List(vocabulary.Select(token => -(double)ranks.GetValueOrDefault(token, pairs.Length)));
        }
        else if (model == "t5")
        {
            var scores = section.GetProperty("vocab").EnumerateArray().Select(token => token[1].GetDouble()).ToArray();
            metadata["tokenizer.ggml.scores"] = List(vocabulary.Select((_, id) => id < scores.Length ? scores[id] : 0.0));
        }

        foreach (var (role, names) in (ReadOnlySpan<(string, string[])>)
            [("bos", ["<s>", "<bos>", "<|begin_of_text|>", "[CLS]"]), ("eos", ["</s>", "<eos>", "<|endoftext|>", "[SEP]"]), ("unknown", ["<unk>", "[UNK]"])])
        {
            if (Array.FindIndex(vocabulary, names.Contains) is var id and >= 0) metadata[$"tokenizer.ggml.{role}_token_id"] = (long)id;
        }

        return metadata;
    }

    public static object List<T>(IEnumerable<T> values) => values.Select(value => (object)value!).ToList();

    private static IEnumerable<(int Id, string Token)> Tokens(JsonElement vocabulary) => vocabulary.ValueKind == JsonValueKind.Object
        ? vocabulary.EnumerateObject().Select(token => (token.Value.GetInt32(), token.Name))
        : vocabulary.EnumerateArray().Select((token, id) => (id, token[0].GetString()!));

    private static long Type(string token, int id, Dictionary<int, JsonElement> added, string model) =>
        token == "<unk>" && model != "gpt2" ? Unknown
        : added.TryGetValue(id, out var entry) ? entry.GetProperty("special").GetBoolean() ? Control : UserDefined
        : token.StartsWith("<0x", StringComparison.Ordinal) && model == "llama" ? Byte
        : Normal;

    private static string Phantom(string token) =>
        token is ['[', .., ']'] ? token : token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : "\u2581" + token;
}
