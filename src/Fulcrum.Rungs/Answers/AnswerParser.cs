using System.Buffers;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>
/// Reads a label out of what a model wrote, however it is written: reasoning is left out, answers are compared as
/// <see cref="AnswerForm"/> folds them, and what names two labels without denying one has none. Takes time in proportion to the text.
/// </summary>
public sealed class AnswerParser
{
    private const string Quotes = " \"'*`()「」『』«»“”";

    private static readonly SearchValues<char> QuoteCharacters = SearchValues.Create(Quotes);
    private static readonly char[] AroundAnswers = [.. Quotes];
    private static readonly char[] AroundSentences = [.. Quotes, .. ".,;:!。，：！"];

    private readonly Func<string, string> _fold;
    private readonly string[] _answers;
    private readonly NamedAnswers _named;
    private readonly BooleanForms? _booleans;
    private readonly bool _isJson;
    private readonly string? _property;

    /// <param name="prompt">The prompt that was answered.</param>
    /// <param name="labels">The task's labels, in order.</param>
    public AnswerParser(PromptDefinition prompt, IReadOnlyList<string> labels)
    {
        string[] words = [.. labels.Select(label => prompt.Answers.GetValueOrDefault(label, label))];
        // Labels that differ in no more than a hyphen are told apart by it.
        _fold = words.Select(AnswerForm.Fold).Distinct().Count() == words.Length ? AnswerForm.Fold : LabelForm.Fold;
        _answers = [.. words.Select(_fold)];
        _named = new NamedAnswers(_answers);
        _booleans = BooleanForms.For(_answers);
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
            .Where(pair => _property is null || _fold(pair.Name) == _fold(_property))
            .Select(pair => ParseWords(pair.Value))
            .FirstOrDefault(label => label is not null);

    /// <summary>
    /// The label of the first line that names one without doubt. A line that names several, such as the question once more,
    /// says nothing.
    /// </summary>
    private int? ParseWords(string written)
    {
        if (Whole(written) is { } only) return only;
        foreach (var characters in written.AsSpan().EnumerateLines())
        {
            var line = characters.ToString();
            if ((Whole(line) ?? ParseLine(line)) is { } label) return label;
        }

        return null;
    }

    /// <summary>The label where the text is nothing but an answer, perhaps in quotes or emphasized.</summary>
    private int? Whole(string text)
    {
        var plain = _fold(text).Trim(AroundAnswers);
        return IndexOf(plain) ?? IndexOf(plain.Trim(AroundSentences));

        int? IndexOf(string form)
        {
            var index = Array.IndexOf(_answers, form);
            return index >= 0 ? index : _booleans?.IndexOf(form);
        }
    }

    private int? ParseLine(string line)
    {
        var (given, denied) = (new HashSet<int>(), new HashSet<int>());
        foreach (var sentence in Sentences(_fold(line)))
        {
            var mentions = _named.In(sentence);
            int[] undenied = [.. mentions.Where(mention => !mention.IsDenied).Select(mention => mention.Index).Distinct()];
            denied.UnionWith(mentions.Where(mention => mention.IsDenied).Select(mention => mention.Index));
            // Two in one sentence are a choice, not an answer.
            if (undenied is not [var label]) continue;
            if (given.Count == 0 && !mentions[0].IsDenied && IsFirst(sentence, mentions[0].Start)) return label;
            given.Add(label);
        }

        if (given.Count > 0) return given.Count == 1 ? given.Single() : null;
        // Of two labels, what is not the one is the other.
        return _answers.Length == 2 && denied.Count == 1 ? 1 - denied.Single() : null;
    }

    private static bool IsFirst(string sentence, int start) => !sentence.AsSpan(0, start).ContainsAnyExcept(QuoteCharacters);

    private static IEnumerable<string> Sentences(string line)
    {
        var start = 0;
        for (var at = 0; at < line.Length; at++)
        {
            if (!EndsSentence(line, at)) continue;
            yield return line[start..at];
            start = at + 1;
        }

        yield return line[start..];
    }

    private static bool EndsSentence(string line, int at) => line[at] switch
    {
        '?' or '!' or ';' or '。' or '．' or '？' or '！' or '；' or '：' => true,
        // Not in 1.5, 10:30 or rec.sport.hockey.
        '.' => at + 1 == line.Length || !char.IsLetterOrDigit(line[at + 1]),
        ':' => at + 1 == line.Length || !char.IsAsciiDigit(line[at + 1]) || at == 0 || !char.IsAsciiDigit(line[at - 1]),
        _ => false,
    };
}
