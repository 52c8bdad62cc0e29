using System.Text.RegularExpressions;
using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>The property of a JSON answer that holds the label.</summary>
internal static partial class AnswerProperty
{
    private const string Usual = "label";

    /// <summary>
    /// Of the objects that the prompt shows, the property whose value stands for the answer: it names answers
    /// (<c>{"reason": "...", "class": "billing or shipping"}</c>), or lists them by <c>{labels}</c>, or is a placeholder
    /// (<c>BOOL</c>); the first of those that say it alike. <c>label</c> where the prompt shows none.
    /// </summary>
    public static string Of(PromptDefinition prompt, IReadOnlyList<string> labels) => Shown(prompt, labels) ?? Usual;

    /// <summary>The same, or null where the prompt shows no object.</summary>
    public static string? Shown(PromptDefinition prompt, IReadOnlyList<string> labels)
    {
        var answers = new NamedAnswers([.. labels.Select(label => AnswerForm.Fold(prompt.Answers.GetValueOrDefault(label, label)))]);
        return Best(prompt.Template, answers) ?? Best(prompt.System ?? "", answers);
    }

    private static string? Best(string template, NamedAnswers answers)
    {
        if (!ObjectStart().IsMatch(template)) return null;
        return Pairs().Matches(template)
            .Select(pair => (Name: pair.Groups[1].Value, Value: pair.Groups[2].Value))
            .Where(pair => !pair.Value.Contains("{text", StringComparison.Ordinal))
            .OrderByDescending(pair => Likeliness(pair.Value, answers))
            .Select(pair => pair.Name)
            .FirstOrDefault();
    }

    private static int Likeliness(string value, NamedAnswers answers)
    {
        var named = answers.In(AnswerForm.Fold(value)).Select(mention => mention.Index).Distinct().Count();
        if (named > 1 || value.Contains("{labels", StringComparison.Ordinal) || value.Contains("bool", StringComparison.OrdinalIgnoreCase)) return 3;
        if (named == 1) return 2;
        return Placeholder().IsMatch(value) ? 1 : 0;
    }

    [GeneratedRegex("""\{\s*"[^"{}]+"\s*:""")]
    private static partial Regex ObjectStart();

    [GeneratedRegex("""[{,]\s*"([^"{}]+)"\s*:\s*("[^"]*"|[^\s,}][^,}\n]*)""")]
    private static partial Regex Pairs();

    /// <summary><c>BOOL</c>, <c>LABEL</c>, <c>&lt;class&gt;</c>.</summary>
    [GeneratedRegex("""^"?(?:[A-Z][A-Z_ ]+|<[^>]+>)"?\s*\z""")]
    private static partial Regex Placeholder();
}
