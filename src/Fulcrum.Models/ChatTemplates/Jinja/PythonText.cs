using System.Globalization;
using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Python's rules for text, where they differ from .NET's: white space, lines, case, order, how it is quoted.</summary>
internal static class PythonText
{
    /// <summary><c>str.isspace</c>: with the four separators U+001C to U+001F, which .NET leaves out.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    public static string TrimStart(string text) => text[EndOfSpace(text, 0)..];

    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && IsSpace(text[end - 1])) end--;
        return text[..end];
    }

    /// <summary>The words between white space, at most <paramref name="limit"/> cuts, or all where that is negative.</summary>
    public static List<string> SplitAtSpace(string text, int limit)
    {
        var words = new List<string>();
        for (var start = EndOfSpace(text, 0); start < text.Length;)
        {
            var end = start;
            if (limit >= 0 && words.Count == limit) end = text.Length;
            while (end < text.Length && !IsSpace(text[end])) end++;
            words.Add(text[start..end]);
            start = EndOfSpace(text, end);
        }

        return words;
    }

    private static int EndOfSpace(string text, int start)
    {
        while (start < text.Length && IsSpace(text[start])) start++;
        return start;
    }

    /// <summary>Where a part begins first; -1 where it does not stand.</summary>
    public static int IndexOf(string text, string part)
    {
        RenderBudget.Search(text, part);
        return text.IndexOf(part, StringComparison.Ordinal);
    }

    /// <summary>Where a part begins last; -1 where it does not stand.</summary>
    public static int LastIndexOf(string text, string part)
    {
        RenderBudget.Search(text, part);
        return text.LastIndexOf(part, StringComparison.Ordinal);
    }

    /// <summary>Parts with a separator between.</summary>
    public static string Join(string separator, IEnumerable<string> parts)
    {
        var output = new StringBuilder();
        foreach (var (i, part) in parts.Index())
        {
            if (i > 0) RenderBudget.Append(output, separator);
            RenderBudget.Append(output, part);
        }

        return output.ToString();
    }

    /// <summary>Number of code points, as Python's <c>len</c> counts.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>Cuts a text into its lines, as Python's <c>str.splitlines</c>.</summary>
    public static List<string> SplitLines(string text, bool keepEnds = false)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && text[end] is not ((>= '\n' and <= '\r') or (>= '\x1c' and <= '\x1e') or '\x85' or '\u2028' or '\u2029')) end++;
            var next = Math.Min(end + (string.CompareOrdinal(text, end, "\r\n", 0, 2) == 0 ? 2 : 1), text.Length);
            lines.Add(text[start..(keepEnds ? next : end)]);
            start = next;
        }

        return lines;
    }

    public static string Upper(string text)
    {
        if (text.FirstOrDefault(HasLongUpper) is var letter && letter != 0) throw NotSupported(letter);
        return text.Replace("ß", "SS", StringComparison.Ordinal).Replace('ı', 'I').ToUpperInvariant();
    }

    public static string Lower(string text)
    {
        // A sigma is written differently at the end of a word, and İ becomes two characters.
        if (text.FirstOrDefault(letter => letter is 'Σ' or 'İ') is var letter && letter != 0) throw NotSupported(letter);
        return text.ToLowerInvariant();
    }

    /// <summary>Makes the first character upper and the others lower case, as Python's <c>str.capitalize</c>.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        var first = char.IsSurrogatePair(text, 0) ? text[..2] : text[..1];
        if (HasOwnTitle(first[0])) throw NotSupported(first[0]);
        return Upper(first) + Lower(text[first.Length..]);
    }

    /// <summary><c>str.title</c>: a letter after a letter is small, any other is large, so <c>they're</c> becomes <c>They'Re</c>.</summary>
    public static string Title(string text)
    {
        var output = new StringBuilder();
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            output.Append(inWord ? Lower(rune.ToString()) : Capitalize(rune.ToString()));
            inWord = Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;
        }

        return output.ToString();
    }

    /// <summary>Compares code point by code point, as Python's <c>&lt;</c> does.</summary>
    public static int Compare(string left, string right)
    {
        foreach (var (first, second) in left.EnumerateRunes().Zip(right.EnumerateRunes()))
            if (first != second) return first.CompareTo(second);
        return left.Length.CompareTo(right.Length);
    }

    /// <summary>The place in code points of a place in UTF-16; -1 stays.</summary>
    public static long Place(string text, int index) => index < 0 ? -1 : Length(text.AsSpan(0, index));

    /// <summary><c>repr</c> of a string: what cannot be printed is escaped.</summary>
    public static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var output = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                var value when value == quote => output.Append('\\').Append(quote),
                _ when IsPrintable(rune) => output.Append(rune),
                < 0x100 => output.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                < 0x10000 => output.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => output.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }

        return output.Append(quote).ToString();
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    // What Unicode's SpecialCasing.txt makes longer; ß is done above.
    private static bool HasLongUpper(char letter) => letter is 'ŉ' or 'ǰ' or 'ΐ' or 'ΰ' or 'և'
        or (>= '\u1e96' and <= '\u1e9a') or (>= '\u1f50' and <= '\u1f56') or (>= '\u1f80' and <= '\u1ffc')
        or (>= '\ufb00' and <= '\ufb17');

    // Letters whose large form at the beginning of a word is another one: ß, the digraphs as in ǆ, and Georgian.
    private static bool HasOwnTitle(char letter) => letter is 'ß' or (>= '\u01c4' and <= '\u01cc') or (>= '\u01f1' and <= '\u01f3') or (>= '\u10d0' and <= '\u10ff');

    private static TemplateFault NotSupported(char letter) => new($"changing the case of '{letter}' is not supported");
}
