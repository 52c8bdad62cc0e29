using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>Exactly one label is right: the answer is its word, or a JSON object with it.</summary>
internal sealed class OneAnswer : AnswerStyle
{
    private readonly AnswerParser _parser;
    private readonly string[] _words;
    private readonly string _property;

    public OneAnswer(PromptDefinition prompt, IReadOnlyList<string> labels)
    {
        (_parser, _words, _property) = (new AnswerParser(prompt, labels), AnswerWords.Of(prompt, labels), AnswerProperty.Of(prompt, labels));
        Choices = [.. _words.Select(word => prompt.Format == AnswerFormat.Json ? $"{{\"{_property}\": {AnswerWords.Json(word)}}}" : word)];
    }

    public override IReadOnlyList<string> Choices { get; }

    public override IReadOnlyList<string> Longest => Choices;

    public override string Write(IReadOnlyList<int> labels) => Choices[labels[0]];

    public override JsonElement Schema() => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [_property] = AnswerWords.Enum(_words) },
        ["required"] = new JsonArray(_property),
        ["additionalProperties"] = false,
    });

    public override IReadOnlyList<int>? Read(string written) => _parser.Parse(written) is { } label ? [label] : null;
}
