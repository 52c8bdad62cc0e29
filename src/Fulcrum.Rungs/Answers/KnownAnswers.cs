using System.Buffers;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>The answers to a prompt, as they are looked for in what a model wrote.</summary>
internal sealed class KnownAnswers
{
    private const string Quotes = " \"'*`()「」『』«»“”";

    private static readonly SearchValues<char> QuoteCharacters = SearchValues.Create(Quotes);
    private static readonly char[] AroundAnswers = [.. Quotes];
    private static readonly char[] AroundSentences = [.. Quotes, .. ".,;:!。，：！"];

    private readonly Func<string, string> _fold;
    private readonly string[] _forms;
    private readonly NamedAnswers _named;
    private readonly BooleanForms? _booleans;

    public KnownAnswers(PromptDefinition prompt, IReadOnlyList<string> labels)
    {
        var words = AnswerWords.Of(prompt, labels);
        // Labels that differ in no more than a hyphen are told apart by it.
        _fold = words.Select(AnswerForm.Fold).Distinct().Count() == words.Length ? AnswerForm.Fold : LabelForm.Fold;
        _forms = [.. words.Select(_fold)];
        _named = new NamedAnswers(_forms);
        _booleans = BooleanForms.For(_forms);
    }

    /// <summary>The answers in their folded form.</summary>
    public IReadOnlyList<string> Forms => _forms;

    /// <summary>A text in the form in which it is compared with the answers.</summary>
    public string Fold(string text) => _fold(text);

    /// <summary>The answer where the text is nothing else, perhaps in quotes or emphasized.</summary>
    public int? Whole(string text)
    {
        var plain = _fold(text).Trim(AroundAnswers);
        return IndexOf(plain) ?? IndexOf(plain.Trim(AroundSentences));

        int? IndexOf(string form)
        {
            var index = Array.IndexOf(_forms, form);
            return index >= 0 ? index : _booleans?.IndexOf(form);
        }
    }

    /// <summary>Every answer that a folded text names, in order.</summary>
    public IReadOnlyList<NamedAnswers.Mention> In(string folded) => _named.In(folded);

    /// <summary>A folded text without quotes and punctuation around it.</summary>
    public static string Bare(string folded) => folded.Trim(AroundSentences);

    /// <summary>Whether nothing but quotes stands before a place in a text.</summary>
    public static bool IsFirst(string text, int start) => !text.AsSpan(0, start).ContainsAnyExcept(QuoteCharacters);

    /// <summary>The sentences of a line, each with the character that ends it; that of the last is <c>\0</c>.</summary>
    public static IEnumerable<(string Text, char End)> Sentences(string line)
    {
        var start = 0;
        for (var at = 0; at < line.Length; at++)
        {
            if (!EndsSentence(line, at)) continue;
            yield return (line[start..at], line[at]);
            start = at + 1;
        }

        yield return (line[start..], '\0');
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
