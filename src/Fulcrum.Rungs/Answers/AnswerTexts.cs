using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>What a model writes for each label.</summary>
internal static partial class AnswerTexts
{
    /// <summary>The answers in the order of the labels: words, or for <see cref="AnswerFormat.Json"/> a whole object.</summary>
    public static IReadOnlyList<string> Create(PromptDefinition prompt, IReadOnlyList<string> labels)
    {
        var property = AnswerProperty.Of(prompt, labels);
        return [.. labels.Select(label => prompt.Answers.GetValueOrDefault(label, label)).Select(word => prompt.Format switch
        {
            AnswerFormat.Json => $"{{\"{property}\": {Json(word)}}}",
            _ => word,
        })];
    }

    /// <summary>The JSON schema of the answers to a prompt of <see cref="AnswerFormat.Json"/>.</summary>
    public static JsonElement Schema(PromptDefinition prompt, IReadOnlyList<string> labels) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            [AnswerProperty.Of(prompt, labels)] = new JsonObject
            {
                ["enum"] = new JsonArray([.. labels.Select(label => JsonNode.Parse(Json(prompt.Answers.GetValueOrDefault(label, label))))]),
            },
        },
        ["required"] = new JsonArray(AnswerProperty.Of(prompt, labels)),
        ["additionalProperties"] = false,
    });

    private static string Json(string word) =>
        word is "true" or "false" or "null" || Number().IsMatch(word) ? word : JsonSerializer.Serialize(word, Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();
}
