using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fulcrum.Models.Tokenization.Training;

/// <summary>Writes the tokenizer.json of a byte-level byte-pair encoding, laid out as Hugging Face tokenizers writes it.</summary>
internal static class BpeDefinition
{
    public static byte[] Write(IReadOnlyList<string> vocabulary, IEnumerable<(string Left, string Right)> merges, IReadOnlyList<string> specialTokens)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            WriteAddedTokens(json, specialTokens);
            json.WriteNull("normalizer");
            WriteByteLevel(json, "pre_tokenizer", addsPrefixSpace: false);
            json.WriteNull("post_processor");
            WriteByteLevel(json, "decoder", addsPrefixSpace: true);
            WriteModel(json, vocabulary, merges);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAddedTokens(Utf8JsonWriter json, IReadOnlyList<string> specialTokens)
    {
        json.WriteStartArray("added_tokens");
        foreach (var (id, token) in specialTokens.Index())
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", token);
            foreach (var flag in (string[])["single_word", "lstrip", "rstrip", "normalized"]) json.WriteBoolean(flag, false);
            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteByteLevel(Utf8JsonWriter json, string section, bool addsPrefixSpace)
    {
        json.WriteStartObject(section);
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", addsPrefixSpace);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, IReadOnlyList<string> vocabulary, IEnumerable<(string Left, string Right)> merges)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (var name in (string[])["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"]) json.WriteNull(name);
        foreach (var name in (string[])["fuse_unk", "byte_fallback", "ignore_merges"]) json.WriteBoolean(name, false);
        json.WriteStartObject("vocab");
        foreach (var (id, token) in vocabulary.Index()) json.WriteNumber(token, id);
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var (left, right) in merges)
        {
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
