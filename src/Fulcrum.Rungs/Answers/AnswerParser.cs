using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>
/// Reads a label out of what a model wrote, however it is written: reasoning is left out, answers are compared as
/// <see cref="AnswerForm"/> folds them, and what names two labels without denying one has none. Takes time in proportion to the text.
/// </summary>
public sealed class AnswerParser
{
    private readonly KnownAnswers _answers;
    private readonly bool _isJson;
    private readonly string? _property;

    /// <param name="prompt">The prompt that was answered.</param>
    /// <param name="labels">The task's labels, in order.</param>
    public AnswerParser(PromptDefinition prompt, IReadOnlyList<string> labels)
    {
        _answers = new KnownAnswers(prompt, labels);
        _isJson = prompt.Format == AnswerFormat.Json;
        _property = AnswerProperty.Shown(prompt, labels);
    }

    /// <summary>Index of the label meant, or null.</summary>
    public int? Parse(string written)
    {
        var answer = Reasoning.Strip(written);
        return _isJson ? ParseJson(answer) : ParseWords(answer);
    }

    /// <summary>The first value that can be read, of the property that the prompt names or of any where it names none.</summary>
    private int? ParseJson(string written) =>
        JsonPairs.In(written)
            .Where(pair => _property is null || _answers.Fold(pair.Name) == _answers.Fold(_property))
            .Select(pair => ParseWords(pair.Value))
            .FirstOrDefault(label => label is not null);

    /// <summary>
    /// The label of the first line that names one without doubt. A line that names several, such as the question once more,
    /// says nothing.
    /// </summary>
    private int? ParseWords(string written)
    {
        if (_answers.Whole(written) is { } only) return only;
        foreach (var characters in written.AsSpan().EnumerateLines())
        {
            var line = characters.ToString();
            if ((_answers.Whole(line) ?? ParseLine(line)) is { } label) return label;
        }

        return null;
    }

    private int? ParseLine(string line)
    {
        var (given, denied) = (new HashSet<int>(), new HashSet<int>());
        foreach (var (sentence, _) in KnownAnswers.Sentences(_answers.Fold(line)))
        {
            var mentions = _answers.In(sentence);
            int[] undenied = [.. mentions.Where(mention => !mention.IsDenied).Select(mention => mention.Index).Distinct()];
            denied.UnionWith(mentions.Where(mention => mention.IsDenied).Select(mention => mention.Index));
            // Two in one sentence are a choice, not an answer.
            if (undenied is not [var label]) continue;
            if (given.Count == 0 && !mentions[0].IsDenied && KnownAnswers.IsFirst(sentence, mentions[0].Start)) return label;
            given.Add(label);
        }

        if (given.Count > 0) return given.Count == 1 ? given.Single() : null;
        // Of two labels, what is not the one is the other.
        return _answers.Forms.Count == 2 && denied.Count == 1 ? 1 - denied.Single() : null;
    }
}
