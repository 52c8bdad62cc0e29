using System.Buffers;
using System.Globalization;
using System.Text;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Rungs.Classical;

/// <summary>Which n-grams a block of features is made of.</summary>
internal enum NgramKind
{
    /// <summary>
    /// Single words and pairs of neighbors; a word is a run of two or more letters, numbers or underscores, or one letter with its
    /// marks of a script that is written without blanks.
    /// </summary>
    Words,

    /// <summary>
    /// Three to five characters inside a blank-separated word that has one space on each side (scikit-learn's <c>char_wb</c>); two to
    /// four where one of them is a syllable or a word.
    /// </summary>
    Characters,
}

/// <summary>Receives the terms of a text one by one, repeated as often as they occur.</summary>
internal interface ITermSink
{
    void Add(ReadOnlySpan<char> term);
}

/// <summary>
/// Cuts texts into n-grams as scikit-learn's <c>CountVectorizer</c> does, and shorter ones where a script is written without
/// blanks; characters are code points.
/// </summary>
internal static class Ngrams
{
    private const int ShortestCharacters = 3;
    private const int LongestCharacters = 5;
    private const int ShortestSyllables = 2;
    private const int LongestSyllables = 4;

    public static void Visit<TSink>(NgramKind kind, string text, TSink sink)
        where TSink : ITermSink
    {
        text = WidthForm.Fold(text);
        // A space may stand before every character and at the end.
        var joined = ArrayPool<char>.Shared.Rent((2 * text.Length) + 2);
        if (kind == NgramKind.Words) VisitWords(JoinWords(text, joined), sink);
        else VisitCharacters(JoinRuns(text, joined), sink);
        ArrayPool<char>.Shared.Return(joined);
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
                var (shortest, longest) = (ShortestCharacters, LongestCharacters);
                for (int length = 1, last = first; length <= longest && last < padded.Length; length++)
                {
                    Rune.DecodeFromUtf16(padded[last..], out var character, out var size);
                    if (Script.IsSyllableOrWord(character)) (shortest, longest) = (ShortestSyllables, LongestSyllables);
                    last += size;
                    if (length >= shortest && length <= longest) sink.Add(padded[first..last]);
                }
            }
        }
    }

    /// <summary>The words in lower case, one space before, between and after: every term is then a slice.</summary>
    private static ReadOnlySpan<char> JoinWords(string text, char[] buffer)
    {
        var joined = new Joined(buffer);
        var isLetterWithoutBlanks = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var c = Rune.ToLowerInvariant(rune);
            if (Script.WritesWithoutBlanks(c))
            {
                if (!isLetterWithoutBlanks || !Script.IsMark(c)) joined.EndRun(shortest: isLetterWithoutBlanks ? 1 : 2);
                joined.Append(c);
                isLetterWithoutBlanks = true;
                continue;
            }

            if (isLetterWithoutBlanks) joined.EndRun(shortest: 1);
            isLetterWithoutBlanks = false;
            if (IsWordCharacter(c)) joined.Append(c);
            else joined.EndRun(shortest: 2);
        }

        joined.EndRun(shortest: isLetterWithoutBlanks ? 1 : 2);
        return joined.Text;
    }

    /// <summary>What stands between blanks, in the same form.</summary>
    private static ReadOnlySpan<char> JoinRuns(string text, char[] buffer)
    {
        var joined = new Joined(buffer);
        foreach (var rune in text.EnumerateRunes())
        {
            var c = Rune.ToLowerInvariant(rune);
            if (IsBlank(c)) joined.EndRun(shortest: 1);
            else joined.Append(c);
        }

        joined.EndRun(shortest: 1);
        return joined.Text;
    }

    // Python's \w: letters and all numbers, but unlike .NET's no combining marks.
    private static bool IsWordCharacter(Rune c) => c.IsAscii
        ? char.IsAsciiLetterOrDigit((char)c.Value) || c.Value == '_'
        : Rune.GetUnicodeCategory(c) is <= UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // Python also splits at the four information separators.
    private static bool IsBlank(Rune c) => Rune.IsWhiteSpace(c) || c.Value is >= 0x1C and <= 0x1F;

    private ref struct Joined(char[] buffer)
    {
        private int _used = Start(buffer);
        private int _run;

        public readonly ReadOnlySpan<char> Text => buffer.AsSpan(0, _used);

        public void Append(Rune c)
        {
            _used += c.EncodeToUtf16(buffer.AsSpan(_used));
            _run++;
        }

        /// <summary>Ends a run of characters with a space; one of fewer than <paramref name="shortest"/> is taken back.</summary>
        public void EndRun(int shortest)
        {
            if (_run > 0 && _run >= shortest) buffer[_used++] = ' ';
            else while (buffer[_used - 1] != ' ') _used--;
            _run = 0;
        }

        private static int Start(char[] buffer)
        {
            buffer[0] = ' ';
            return 1;
        }
    }
}
