using System.Text.Json;
using Fulcrum.Data;

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
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!json.RootElement.TryGetProperty("model", out var model)) throw new JsonException("It has no section \"model\".");
            var type = model.TryGetProperty("type", out var name) ? name.GetString() : null;
            if (type is not (null or "BPE")) return type;
            if (model.TryGetProperty("byte_fallback", out var fallback) && fallback.ValueKind == JsonValueKind.True) return "SentencePiece BPE";
            var isByteLevel = json.RootElement.TryGetProperty("pre_tokenizer", out var cut) && cut.GetRawText().Contains("\"ByteLevel\"", StringComparison.Ordinal);
            return isByteLevel ? "byte-level BPE" : "BPE";
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException)
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
