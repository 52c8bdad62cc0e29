using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization.Serialization;

namespace Fulcrum.Models.Inspection;

/// <summary>Says in words how a model cuts text, without building its tokenizer.</summary>
internal static class TokenizerKind
{
    /// <summary>Of a folder's <c>tokenizer.json</c>; null where there is none.</summary>
    /// <exception cref="InputException">The file is no JSON.</exception>
    public static string? OfFolder(string folder)
    {
        var path = Path.Combine(folder, "tokenizer.json");
        if (!File.Exists(path)) return null;
        try
        {
            using var json = JsonDocument.Parse(RegularFile.ReadAllBytes(path));
            var model = json.RootElement.Member("model");
            var type = model.Find("type")?.AsText("type");
            if (type is not (null or "BPE")) return type;
            if (model.Flag("byte_fallback")) return "SentencePiece BPE";
            var isByteLevel = json.RootElement.Find("pre_tokenizer")?.GetRawText().Contains("\"ByteLevel\"", StringComparison.Ordinal);
            return isByteLevel == true ? "byte-level BPE" : "BPE";
        }
        catch (JsonException cause)
        {
            throw new InputException(JsonInput.Error(cause, "The tokenizer", path), cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The tokenizer cannot be read: {cause.Message}") { File = path }, cause);
        }
        catch (Exception cause) when (cause is InvalidOperationException or FormatException)
        {
            throw new InputException(new InputError($"It is no tokenizer: {cause.Message}") { File = path }, cause);
        }
    }

    /// <summary>Of GGUF metadata (<c>tokenizer.ggml.model</c>); null where there is none.</summary>
    public static string? OfGguf(IReadOnlyDictionary<string, object> metadata) => (metadata.GetValueOrDefault("tokenizer.ggml.model") as string) switch
    {
        "gpt2" => "byte-level BPE",
        "llama" => "SentencePiece BPE",
        "bert" => "WordPiece",
        "t5" => "Unigram",
        var other => other,
    };
}
