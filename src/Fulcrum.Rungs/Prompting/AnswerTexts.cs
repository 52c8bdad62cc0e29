using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What a model writes for each label.</summary>
internal static partial class AnswerTexts
{
    private const string DefaultProperty = "label";

    /// <summary>The answers in the order of the labels: words, or for <see cref="AnswerFormat.Json"/> a whole object.</summary>
    public static IReadOnlyList<string> Create(PromptDefinition prompt, IReadOnlyList<string> labels) =>
        [.. labels.Select(label => prompt.Answers.GetValueOrDefault(label, label)).Select(word => prompt.Format switch
        {
            AnswerFormat.Json => $"{{\"{Property(prompt)}\": {Json(word)}}}",
            _ => word,
        })];

    /// <summary>The JSON schema of the answers to a prompt of <see cref="AnswerFormat.Json"/>.</summary>
    public static JsonElement Schema(PromptDefinition prompt, IReadOnlyList<string> labels) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            [Property(prompt)] = new JsonObject
            {
                ["enum"] = new JsonArray([.. labels.Select(label => JsonNode.Parse(Json(prompt.Answers.GetValueOrDefault(label, label))))]),
            },
        },
        ["required"] = new JsonArray(Property(prompt)),
        ["additionalProperties"] = false,
    });

    /// <summary>The property that the prompt shows the model, e.g. <c>is_phishing</c> of <c>{"is_phishing": BOOL}</c>.</summary>
    private static string Property(PromptDefinition prompt) =>
        ObjectStart().Match(prompt.Template) is { Success: true } inTemplate ? inTemplate.Groups[1].Value
        : ObjectStart().Match(prompt.System ?? "") is { Success: true } inSystem ? inSystem.Groups[1].Value
        : DefaultProperty;

    private static string Json(string word) =>
        word is "true" or "false" or "null" || Number().IsMatch(word) ? word : JsonSerializer.Serialize(word, Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex("""\{\s*"([^"{}]+)"\s*:""")]
    private static partial Regex ObjectStart();
}
