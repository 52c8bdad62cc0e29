using System.Text.Json.Nodes;

namespace Fulcrum.Models.Gguf;

/// <summary>Writes the section <c>post_processor</c>: the tokens around a text and around each text of a pair.</summary>
internal static class GgufTemplate
{
    /// <param name="metadata">The tokens of the vocabulary.</param>
    /// <param name="begin">The token before a text, if any.</param>
    /// <param name="end">The token after a text, if any.</param>
    /// <param name="isPairOfSentences">Whether a pair begins once, as BERT's, and not each text of it.</param>
    public static JsonObject? Write(GgufTokenizerMetadata metadata, int? begin, int? end, bool isPairOfSentences = false)
    {
        if (begin is null && end is null) return null;
        return new()
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray([.. Parts("A", 0, begin)]),
            ["pair"] = new JsonArray([.. Parts("A", 0, begin), .. Parts("B", 1, isPairOfSentences ? null : begin)]),
            ["special_tokens"] = new JsonObject(new[] { begin, end }.OfType<int>().DistinctBy(id => metadata.Tokens[id]).Select(Special)),
        };

        IEnumerable<JsonNode> Parts(string text, int typeId, int? first)
        {
            if (first is not null) yield return Part("SpecialToken", metadata.Tokens[first.Value], typeId);
            yield return Part("Sequence", text, typeId);
            if (end is not null) yield return Part("SpecialToken", metadata.Tokens[end.Value], typeId);
        }

        KeyValuePair<string, JsonNode?> Special(int id)
        {
            var token = metadata.Tokens[id];
            return new(token, new JsonObject { ["id"] = token, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(token) });
        }
    }

    private static JsonObject Part(string kind, string id, int typeId) => new() { [kind] = new JsonObject { ["id"] = id, ["type_id"] = typeId } };
}
