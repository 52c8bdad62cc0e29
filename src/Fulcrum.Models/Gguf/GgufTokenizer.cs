using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Tokenization.Serialization;

namespace Fulcrum.Models.Gguf;

/// <summary>Reads the tokenizer inside of a GGUF, as the tokenizer.json that the same model has.</summary>
internal static class GgufTokenizer
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Opens a GGUF for its tokenizer alone.</summary>
    /// <exception cref="InputException">The file is malformed, holds no tokenizer, or one of a kind that is not known.</exception>
    public static Tokenizer ReadFile(string path)
    {
        using var weights = new GgufWeights(path);
        return Read(weights) ?? throw new InputException(new InputError("This GGUF holds no tokenizer.") { File = path });
    }

    /// <summary>The tokenizer inside of an open GGUF, or null where it holds none.</summary>
    /// <exception cref="InputException">The tokenizer is of a kind that is not known, or malformed.</exception>
    public static Tokenizer? Read(GgufWeights weights) => Read(weights.Metadata, weights.File.Path);

    /// <param name="metadata">The metadata of the file.</param>
    /// <param name="file">The path of the file, for errors.</param>
    /// <returns>The tokenizer, or null where the file holds none.</returns>
    /// <exception cref="InputException">The tokenizer is of a kind that is not known, or malformed.</exception>
    public static Tokenizer? Read(IReadOnlyDictionary<string, object> metadata, string? file)
    {
        if (!metadata.ContainsKey("tokenizer.ggml.model")) return null;
        var vocabulary = new GgufTokenizerMetadata(metadata, file);
        var json = new GgufDefinition(vocabulary).Write().ToJsonString(Readable);
        var roles = JsonSerializer.SerializeToElement(new Dictionary<string, string?>
        {
            ["bos_token"] = Token("bos"), ["eos_token"] = Token("eos"), ["pad_token"] = Token("padding"), ["unk_token"] = Token("unknown"),
            ["sep_token"] = Token("seperator"), ["cls_token"] = Token("cls"), ["mask_token"] = Token("mask"), // spelt as GGUF spells it
        });
        return TokenizerReader.Read(Encoding.UTF8.GetBytes(json), file, roles);

        string? Token(string role) => vocabulary.Role(role) is { } id ? vocabulary.Tokens[id] : null;
    }
}
