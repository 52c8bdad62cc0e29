using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>The words that stand for labels in answers.</summary>
internal static partial class AnswerWords
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The words in the order of the labels.</summary>
    public static string[] Of(PromptDefinition prompt, IReadOnlyList<string> labels) =>
        [.. labels.Select(label => prompt.Answers.GetValueOrDefault(label, label))];

    /// <summary>A word as a JSON value: a boolean, a number or null where it is one, else a string.</summary>
    public static string Json(string word) =>
        word is "true" or "false" or "null" || Number().IsMatch(word) ? word : JsonSerializer.Serialize(word, Relaxed);

    /// <summary>The schema of one of the words.</summary>
    public static JsonObject Enum(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(word => JsonNode.Parse(Json(word)))]) };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();
}
