namespace Fulcrum.Rungs.Answers;

/// <summary>
/// Words that deny what they stand beside, in a few languages: English, German, French, Spanish, Portuguese, Italian, Dutch,
/// Chinese, Japanese and Thai. In other languages a denied answer is read as if it were given.
/// </summary>
/// <param name="answers">Folded; an answer such as <c>no</c> denies nothing.</param>
internal sealed class Denials(string[] answers)
{
    /// <summary>Words between a denial and an answer, at most: <c>not a case of spam</c>.</summary>
    private const int Between = 3;

    private static readonly string[] Before =
    [
        "not", "no", "never", "isn't", "aren't", "wasn't", "cannot", "can't", "neither", "nor", "nicht", "kein", "keine", "keinen", "weder", "noch", "pas", "aucun", "aucune", "ni", "nunca", "não", "non", "niet", "geen",
    ];

    private static readonly string[] Fillers =
    [
        "a", "an", "the", "be", "about", "any", "really", "actually", "case", "of", "it", "is", "ein", "eine", "einen", "der", "die", "das", "als", "un", "une", "le", "la", "les", "de", "du", "es", "é", "uma", "um", "è", "il", "een", "het",
    ];

    private static readonly string[] After = ["wrong", "incorrect", "not", "falsch", "nicht", "faux", "incorrecto", "errado", "sbagliato", "fout"];

    private static readonly string[] Verbs = ["is", "was", "would", "be", "it", "ist", "wäre", "es", "est", "serait", "sería", "seria", "è", "sarebbe", "zou", "zijn"];

    // These stand beside the answer without a space.
    private static readonly string[] JoinedBefore = ["不是", "并非", "並非", "ไม่ใช่"];
    private static readonly string[] JoinedAfter = ["ではない", "ではなく", "ではありません", "でない", "じゃない"];

    private readonly HashSet<string> _before = [.. Before.Except(answers)];
    private readonly HashSet<string> _after = [.. After.Except(answers)];

    /// <summary>Whether the words on either side of an answer deny it.</summary>
    /// <param name="left">The folded sentence up to it.</param>
    /// <param name="right">The folded sentence behind it.</param>
    public bool Deny(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        foreach (var word in JoinedBefore)
            if (left.TrimEnd(" 「『\"").EndsWith(word, StringComparison.Ordinal)) return true;
        foreach (var word in JoinedAfter)
            if (right.TrimStart(" 」』\"").StartsWith(word, StringComparison.Ordinal)) return true;
        return DeniedBefore(left) || DeniedAfter(right);
    }

    private bool DeniedBefore(ReadOnlySpan<char> left)
    {
        for (var skipped = 0; skipped <= Between; skipped++)
        {
            var word = LastWord(ref left);
            if (word.Length == 0) return false;
            if (_before.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return true;
            if (!Fillers.AsSpan().Contains(word.ToString())) return false;
        }

        return false;
    }

    private bool DeniedAfter(ReadOnlySpan<char> right)
    {
        // "Not" behind an answer denies the answer that follows, unless a verb says that it belongs to this one.
        for (var verbs = 0; verbs <= Between; verbs++)
        {
            var word = FirstWord(ref right);
            if (word.Length == 0) return false;
            if (_after.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return verbs > 0;
            if (!Verbs.AsSpan().Contains(word.ToString())) return false;
        }

        return false;
    }

    /// <summary>The word that a text ends with, and the text before it; nothing where punctuation other than quotes stands between.</summary>
    private static ReadOnlySpan<char> LastWord(ref ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(" \"'*`");
        var start = text.Length;
        while (start > 0 && IsWord(text[start - 1])) start--;
        var word = text[start..];
        text = text[..start];
        return word;
    }

    private static ReadOnlySpan<char> FirstWord(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \"'*`");
        var end = 0;
        while (end < text.Length && IsWord(text[end])) end++;
        var word = text[..end];
        text = text[end..];
        return word;
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '\'';
}
