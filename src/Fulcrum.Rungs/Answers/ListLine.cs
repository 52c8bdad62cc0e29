using System.Text.RegularExpressions;

namespace Fulcrum.Rungs.Answers;

/// <summary>What one line of a written list of answers says.</summary>
/// <param name="Given">Answers that it gives.</param>
/// <param name="Denied">Answers that it denies.</param>
/// <param name="IsItem">Whether it is part of a list: begins with a bullet or an answer, or holds nothing but answers.</param>
/// <param name="SaysNone">Whether it says that no label applies.</param>
internal sealed partial record ListLine(IReadOnlyCollection<int> Given, IReadOnlyCollection<int> Denied, bool IsItem, bool SaysNone)
{
    /// <summary>Words between the answers of a list, in the languages of <see cref="Denials"/>.</summary>
    private static readonly string[] And = ["and", "und", "et", "y", "e", "en", "plus", "和", "と", "และ"];

    private static readonly string[] Or = ["or", "nor", "oder", "noch", "ou", "ni", "o", "或", "または", "หรือ"];

    private static readonly char[] Around = [.. " ,/&+|\"'*`「」『』«»“”()、，"];

    /// <summary>Reads a line.</summary>
    public static ListLine Read(string line, KnownAnswers answers, NoLabel none)
    {
        var bullet = Bullet().Match(line);
        var box = bullet.Groups["box"];
        var form = answers.Fold(line[bullet.Length..]);
        if (box.Success && answers.In(form) is [var boxed, ..] && KnownAnswers.IsFirst(form, boxed.Start))
            return string.IsNullOrWhiteSpace(box.Value) ? new ListLine([], [boxed.Index], true, false) : new ListLine([boxed.Index], [], true, false);
        return Verdicts(form, answers) ?? Explained(form, answers) ?? Sentences(form, answers, none, bullet.Length > 0);
    }

    /// <summary>Whether a line begins with a box to tick.</summary>
    public static bool HasBox(string line) => Bullet().Match(line).Groups["box"].Success;

    /// <summary><c>billing: yes, refund: no</c>; null for lines whose first answer has neither a yes nor a no.</summary>
    private static ListLine? Verdicts(string form, KnownAnswers answers)
    {
        var verdicts = answers.In(form).Select(mention => (mention.Index, IsGiven: VerdictOn(mention, form, answers))).ToArray();
        if (verdicts is not [(_, not null), ..]) return null;
        return new ListLine(Where(true), Where(false), true, false);

        HashSet<int> Where(bool isGiven) => [.. verdicts.Where(verdict => verdict.IsGiven == isGiven).Select(verdict => verdict.Index)];
    }

    /// <summary>Whether a yes or a no stands behind an answer; null where neither does.</summary>
    private static bool? VerdictOn(NamedAnswers.Mention mention, string form, KnownAnswers answers)
    {
        var verdict = Verdict().Match(form, mention.Start + answers.Forms[mention.Index].Length);
        return verdict.Success ? verdict.Groups["yes"].Success : null;
    }

    /// <summary><c>billing: because of the invoice</c>; null for other lines.</summary>
    private static ListLine? Explained(string form, KnownAnswers answers)
    {
        if (answers.In(form) is not [var first, ..] || !KnownAnswers.IsFirst(form, first.Start)) return null;
        var rest = form.AsSpan(first.Start + answers.Forms[first.Index].Length).TrimStart("\"'*` 」』»”");
        return rest is [':' or '：', _, ..] ? new ListLine([first.Index], [], true, false) : null;
    }

    private static ListLine Sentences(string form, KnownAnswers answers, NoLabel none, bool hasBullet)
    {
        var (given, denied, isList) = (new HashSet<int>(), new HashSet<int>(), false);
        if (none.IsWhole(form)) return new ListLine([], [], true, true);
        foreach (var (written, end) in KnownAnswers.Sentences(form))
        {
            // The question once more says nothing.
            if (end is '?' or '？') continue;
            var sentence = WithoutRemarks(written, answers);
            var mentions = answers.In(sentence);
            if (none.Says(sentence, mentions.Count > 0)) return new ListLine(given, denied, hasBullet, given.Count == 0);
            var isPure = mentions.Count > 0 && IsPure(sentence, mentions, answers);
            Sort(sentence, mentions, answers, given, denied);
            isList |= isPure;
            // What follows a list explains it.
            if (isPure && end is not (';' or '；')) break;
        }

        return new ListLine(given, denied, hasBullet || isList, false);
    }

    /// <summary>Two with an "or" between them are a choice, not an answer, unless the first of them is denied: then both are.</summary>
    private static void Sort(string sentence, IReadOnlyList<NamedAnswers.Mention> mentions, KnownAnswers answers, HashSet<int> given, HashSet<int> denied)
    {
        var (isDenied, isChoice) = (false, false);
        var named = new List<int>();
        foreach (var (at, mention) in mentions.Index())
        {
            var joined = at > 0 && Or.Contains(Between(sentence, mentions[at - 1], mention, answers).Trim(Around));
            isDenied = mention.IsDenied || (joined && isDenied) || VerdictOn(mention, sentence, answers) == false;
            if (isDenied) denied.Add(mention.Index);
            else named.Add(mention.Index);
            isChoice |= joined && !isDenied;
        }

        if (!isChoice) given.UnionWith(named);
    }

    private static string Between(string sentence, NamedAnswers.Mention first, NamedAnswers.Mention second, KnownAnswers answers) =>
        sentence[(first.Start + answers.Forms[first.Index].Length)..second.Start];

    /// <summary>Whether there is nothing beside the answers but what joins them.</summary>
    private static bool IsPure(string sentence, IReadOnlyList<NamedAnswers.Mention> mentions, KnownAnswers answers)
    {
        if (sentence[..mentions[0].Start].Trim(Around).Length > 0) return false;
        if (sentence[(mentions[^1].Start + answers.Forms[mentions[^1].Index].Length)..].Trim(Around).Length > 0) return false;
        return mentions.Zip(mentions.Skip(1), (first, second) => Between(sentence, first, second, answers).Trim(Around)).All(between => between.Length == 0 || And.Contains(between));
    }

    /// <summary>Without what is said in parentheses, unless all is.</summary>
    private static string WithoutRemarks(string sentence, KnownAnswers answers)
    {
        if (!sentence.Contains('(', StringComparison.Ordinal) || answers.Forms.Any(form => form.Contains('(', StringComparison.Ordinal))) return sentence;
        var without = Remark().Replace(sentence, "");
        return string.IsNullOrWhiteSpace(without) ? sentence : without;
    }

    /// <summary>A bullet or a number, and a box to tick.</summary>
    [GeneratedRegex(@"^\s*(?:(?:[-*+•·–—]|\d{1,3}[.)]|\(?[a-zA-Z]\))\s+(?=\S))?(?:\[(?<box>[ xX✓✔]?)\]\s+(?=\S))?")]
    private static partial Regex Bullet();

    [GeneratedRegex("""\G[\s:=|→*"'`(]+(?:(?<yes>yes|true|y|1|applies|ja|oui|sí|sim)|(?<no>no|false|n|0|does not apply|doesn't apply|not applicable|n/a|nein|non|não|nee))(?=$|[.](?!\d)|[,;:!)|*"'`]| \()""")]
    private static partial Regex Verdict();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Remark();
}
