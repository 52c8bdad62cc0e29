using System.Text.Json.Nodes;
using Fulcrum.Data;

namespace Fulcrum.Models.Embeddings;

/// <summary>
/// What the files of a sentence-transformers folder say beside the model itself. A folder without them gives mean pooling,
/// not normalized, as sentence-transformers does.
/// </summary>
/// <param name="Normalize">Whether embeddings are scaled to unit length.</param>
/// <param name="MaxTokens">Tokens beyond which a text is cut, special ones included; null: as many as the model has positions.</param>
/// <param name="Lowercase">Whether texts are lowercased before they are tokenized.</param>
internal sealed record SentenceTransformerFolder(bool Normalize, int? MaxTokens, bool Lowercase)
{
    private const string MeanPooling = "pooling_mode_mean_tokens";

    /// <summary>Reads <c>modules.json</c>, the pooling's <c>config.json</c> and <c>sentence_bert_config.json</c>.</summary>
    /// <exception cref="InputException">A file is malformed, or asks for something else than mean pooling and normalization.</exception>
    public static SentenceTransformerFolder Read(string folder)
    {
        var errors = new List<InputError>();
        var modules = ReadJson(Path.Combine(folder, "modules.json"), errors) as JsonArray ?? [];
        var normalize = false;
        foreach (var module in modules.OfType<JsonObject>())
        {
            // Newer versions have moved the classes but not renamed them.
            switch (module["type"]?.ToString().Split('.')[^1])
            {
                case "Transformer":
                    break;
                case "Pooling":
                    CheckPooling(Path.Combine(folder, module["path"]?.ToString() ?? "", "config.json"), errors);
                    break;
                case "Normalize":
                    normalize = true;
                    break;
                case var other:
                    errors.Add(new InputError($"The module {other} is not supported.")
                    {
                        File = Path.Combine(folder, "modules.json"), Remedy = "Supported are Transformer, Pooling and Normalize.",
                    });
                    break;
            }
        }

        var settings = ReadJson(Path.Combine(folder, "sentence_bert_config.json"), errors) as JsonObject ?? [];
        var maxTokens = Value<int>(settings["max_seq_length"]);
        if (maxTokens <= 0) errors.Add(new InputError($"max_seq_length is {maxTokens}.") { File = Path.Combine(folder, "sentence_bert_config.json") });
        if (errors.Count > 0) throw new InputException(errors);
        return new SentenceTransformerFolder(normalize, maxTokens, Value<bool>(settings["do_lower_case"]) == true);
    }

    private static void CheckPooling(string file, List<InputError> errors)
    {
        var pooling = ReadJson(file, errors) as JsonObject ?? [];
        var others = pooling
            .Where(entry => entry.Key.StartsWith("pooling_mode_", StringComparison.Ordinal) && entry.Key != MeanPooling && Value<bool>(entry.Value) == true)
            .Select(entry => entry.Key);
        foreach (var other in others)
            errors.Add(new InputError($"The pooling {other} is not supported.") { File = file, Remedy = $"Supported is {MeanPooling}." });
        if (Value<bool>(pooling[MeanPooling]) == false)
            errors.Add(new InputError("The mean pooling is switched off.") { File = file, Remedy = $"Supported is {MeanPooling}." });
    }

    private static T? Value<T>(JsonNode? node)
        where T : struct => node is JsonValue value && value.TryGetValue<T>(out var result) ? result : null;

    /// <summary>Null where there is no such file.</summary>
    private static JsonNode? ReadJson(string file, List<InputError> errors)
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonInput.Read(file, "The file");
        }
        catch (InputException refusal)
        {
            errors.AddRange(refusal.Errors);
            return null;
        }
    }
}
