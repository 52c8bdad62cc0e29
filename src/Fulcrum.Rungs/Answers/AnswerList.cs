using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>
/// Any number of labels is right: the answer is a list of their words in the order of the labels. In JSON it is an array, in
/// the property that the prompt shows where it shows an object; else the words have commas between them, and no word is <c>none</c>.
/// </summary>
internal sealed class AnswerList : AnswerStyle
{
    private const string None = "none";
    private const string Comma = ", ";

    private readonly ListParser _parser;
    private readonly string[] _words;
    private readonly string? _property;
    private readonly bool _isJson;

    public AnswerList(PromptDefinition prompt, IReadOnlyList<string> labels)
    {
        (_parser, _words, _isJson) = (new ListParser(prompt, labels), AnswerWords.Of(prompt, labels), prompt.Format == AnswerFormat.Json);
        _property = AnswerProperty.Shown(prompt, labels);
        int[] all = [.. Enumerable.Range(0, labels.Count)];
        Longest = [Write(all), Write([])];
    }

    public override IReadOnlyList<string> Choices => [];

    public override IReadOnlyList<string> Longest { get; }

    public override string Write(IReadOnlyList<int> labels)
    {
        var words = labels.Select(label => _words[label]);
        if (!_isJson) return labels.Count > 0 ? string.Join(Comma, words) : _words.Select(AnswerForm.Fold).Contains(None) ? "[]" : None;
        var array = $"[{string.Join(Comma, words.Select(AnswerWords.Json))}]";
        return _property is null ? array : $"{{\"{_property}\": {array}}}";
    }

    public override JsonElement Schema()
    {
        var array = new JsonObject { ["type"] = "array", ["items"] = AnswerWords.Enum(_words), ["uniqueItems"] = true };
        return JsonSerializer.SerializeToElement(_property is null ? array : new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [_property] = array },
            ["required"] = new JsonArray(_property),
            ["additionalProperties"] = false,
        });
    }

    public override IReadOnlyList<int>? Read(string written) => _parser.Parse(written);
}
