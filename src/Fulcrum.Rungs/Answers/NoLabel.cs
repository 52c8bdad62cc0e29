using System.Text.RegularExpressions;

namespace Fulcrum.Rungs.Answers;

/// <summary>The ways to say that no label applies, where that is an answer. Words that are answers themselves do not say it.</summary>
/// <param name="answers">Folded.</param>
internal sealed partial class NoLabel(IReadOnlyList<string> answers)
{
    private static readonly string[] Forms =
    [
        "none", "nothing", "empty", "null", "n/a", "[]", "keine", "keines", "keiner", "aucun", "aucune", "ninguno", "ninguna", "nenhum", "nenhuma", "nessuno", "nessuna", "geen", "无", "沒有", "没有",
        "なし", "ไม่มี",
    ];

    private readonly HashSet<string> _forms = [.. Forms.Except(answers)];
    private readonly bool _hasNone = answers.Contains("none");

    /// <summary>Whether a folded text is nothing but that.</summary>
    public bool IsWhole(string folded) => _forms.Contains(folded.Trim()) || _forms.Contains(KnownAnswers.Bare(folded));

    /// <summary>Whether a folded sentence says it: <c>none of the labels applies</c>, <c>the answer is none</c>.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="namesAnswers">Whether it names answers, as in <c>none of billing and refund</c>.</param>
    public bool Says(string sentence, bool namesAnswers)
    {
        if (IsWhole(sentence)) return true;
        if (_hasNone || Exception().IsMatch(sentence)) return false;
        return namesAnswers ? Begins().IsMatch(sentence) : Anywhere().IsMatch(sentence);
    }

    [GeneratedRegex(@"\b(?:except|but|besides|other than|apart from)\b")]
    private static partial Regex Exception();

    [GeneratedRegex("""^[ "'*`(]*none\b""")]
    private static partial Regex Begins();

    [GeneratedRegex(@"\bnone\b|\bno (?:of the )?(?:labels?|class(?:es)?|categor(?:y|ies)|tags?|topics?)\b")]
    private static partial Regex Anywhere();
}
