using System.Globalization;
using System.Text;

namespace Fulcrum.Rungs.Classical;

/// <summary>Which n-grams a block of features is made of.</summary>
internal enum NgramKind
{
    /// <summary>Single words and pairs of neighbours; a word is a run of two or more letters, numbers or underscores.</summary>
    Words,

    /// <summary>Three to five characters inside a blank-separated word that has one space on each side (scikit-learn's <c>char_wb</c>).</summary>
    Characters,
}

/// <summary>Receives the terms of a text one by one, repeated as often as they occur.</summary>
internal interface ITermSink
{
    void Add(ReadOnlySpan<char> term);
}

/// <summary>Cuts texts into n-grams as scikit-learn's <c>CountVectorizer</c> does; characters are code points.</summary>
internal static class Ngrams
{
    private const int ShortestCharacters = 3;
    private const int LongestCharacters = 5;

    public static void Visit<TSink>(NgramKind kind, string text, TSink sink)
        where TSink : ITermSink
    {
        if (kind == NgramKind.Words) VisitWords(Join(text, IsWordCharacter, shortest: 2), sink);
        else VisitCharacters(Join(text, static c => !IsBlank(c), shortest: 1), sink);
    }

    private static void VisitWords<TSink>(ReadOnlySpan<char> joined, TSink sink)
        where TSink : ITermSink
    {
        var previous = 0;
        for (int start = 1, end; start < joined.Length; start = end + 1)
        {
            end = start + joined[start..].IndexOf(' ');
            sink.Add(joined[start..end]);
            if (previous > 0) sink.Add(joined[previous..end]);
            previous = start;
        }
    }

    private static void VisitCharacters<TSink>(ReadOnlySpan<char> joined, TSink sink)
        where TSink : ITermSink
    {
        for (int start = 1, end; start < joined.Length; start = end + 1)
        {
            end = start + joined[start..].IndexOf(' ');
            var padded = joined[(start - 1)..(end + 1)];
            for (var first = 0; first < padded.Length; first++)
            {
                if (char.IsLowSurrogate(padded[first])) continue;
                for (int length = 1, last = first; length <= LongestCharacters && last < padded.Length; length++)
                {
                    last += char.IsHighSurrogate(padded[last]) ? 2 : 1;
                    if (length >= ShortestCharacters) sink.Add(padded[first..last]);
                }
            }
        }
    }

    /// <summary>The runs of wanted characters in lower case, one space before, between and after: every term is then a slice.</summary>
    private static string Join(string text, Func<Rune, bool> isWanted, int shortest)
    {
        var joined = new StringBuilder(text.Length + 2).Append(' ');
        var length = 0;
        foreach (var c in text.ToLowerInvariant().EnumerateRunes())
        {
            if (isWanted(c))
            {
                Append(joined, c);
                length++;
            }
            else
            {
                EndRun(joined, ref length, shortest);
            }
        }

        EndRun(joined, ref length, shortest);
        return joined.ToString();
    }

    private static void Append(StringBuilder joined, Rune c)
    {
        if (c.IsBmp)
        {
            joined.Append((char)c.Value);
            return;
        }

        Span<char> pair = stackalloc char[2];
        joined.Append(pair[..c.EncodeToUtf16(pair)]);
    }

    private static void EndRun(StringBuilder joined, ref int length, int shortest)
    {
        // A run that is too short is one code point: the one or two characters at the end.
        if (length >= shortest) joined.Append(' ');
        else if (length > 0) joined.Length -= char.IsLowSurrogate(joined[^1]) ? 2 : 1;
        length = 0;
    }

    // Python's \w: letters and all numbers, but unlike .NET's no combining marks.
    private static bool IsWordCharacter(Rune c) => c.IsAscii
        ? char.IsAsciiLetterOrDigit((char)c.Value) || c.Value == '_'
        : Rune.GetUnicodeCategory(c) is <= UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // Python also splits at the four information separators.
    private static bool IsBlank(Rune c) => Rune.IsWhiteSpace(c) || c.Value is >= 0x1C and <= 0x1F;
}
