using System.Globalization;

namespace Fulcrum.Data.Cleaning;

/// <summary>
/// An encoding of one byte a character for a script that is not Latin, with the letters of which nearly all its texts consist. Read
/// in another encoding they are other letters, and Latin texts have such bytes beside ASCII letters, not beside each other.
/// </summary>
internal sealed class SingleByteEncoding : ILegacyEncoding
{
    public const string Cyrillic = "оеаинтсрвлкмдпуязьі";
    public const string Greek = "αοιετσνηυρπκμλςάόίέή";
    public const string Hebrew = "יוהלארתבמשנכדםחעפק";
    public const string Thai = "กขคงจชซณดตถทนบปผพมยรลวสหอะัาำิีึืุูเแโใไ่้็์";

    /// <summary>Of the pairs of letters with one beyond ASCII, those of two such letters are at least so many.</summary>
    private const double LeastOwnPairs = 0.75;

    private readonly Kind[] _kinds = new Kind[256];

    /// <param name="name">As people call it.</param>
    /// <param name="codePage">The .NET code page.</param>
    /// <param name="common">The common letters in lower case.</param>
    public SingleByteEncoding(string name, int codePage, string common)
    {
        Encoding = TextEncoding.OfCodePage(name, codePage);
        for (var value = 0; value < _kinds.Length; value++)
        {
            var character = Encoding.Encoding.GetString([(byte)value])[0];
            _kinds[value] = common.Contains(char.ToLowerInvariant(character)) ? IsMark(character) ? Kind.CommonMark : Kind.CommonLetter : KindOf(character);
        }
    }

    private enum Kind
    {
        /// <summary>No character, or one that controls terminals.</summary>
        None,

        /// <summary>What stands between words of any script: digits, punctuation, white space.</summary>
        Between,

        LatinLetter,

        CommonLetter,

        /// <summary>A sign above or below the letter before it.</summary>
        CommonMark,

        /// <summary>Whatever else.</summary>
        Rare,
    }

    public TextEncoding Encoding { get; }

    public (double Common, double Other, double Broken) Count(ReadOnlySpan<byte> text)
    {
        var (common, other, broken, ownPairs, mixedPairs) = (0, 0, 0, 0, 0);
        var (before, valueBefore) = (Kind.Between, (byte)0);
        foreach (var value in text)
        {
            var kind = _kinds[value];
            // No text is made of one letter.
            if (value == valueBefore && IsOwn(kind)) kind = Kind.Rare;
            if (kind is Kind.None || (kind is Kind.CommonMark && !IsOwn(before))) broken++;
            else if (kind is Kind.CommonLetter or Kind.CommonMark) common++;
            else if (kind is Kind.Rare) other++;

            if (IsOwn(kind) && IsOwn(before)) ownPairs++;
            else if ((IsOwn(kind) && before is Kind.LatinLetter) || (kind is Kind.LatinLetter && IsOwn(before))) mixedPairs++;
            (before, valueBefore) = (kind, value);
        }

        return ownPairs > 0 && ownPairs >= LeastOwnPairs * (ownPairs + mixedPairs) ? (common, other, broken) : default;
    }

    private static bool IsOwn(Kind kind) => kind is Kind.CommonLetter or Kind.CommonMark or Kind.Rare;

    private static bool IsMark(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark;

    private static Kind KindOf(char character) => character switch
    {
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' => Kind.LatinLetter,
        '\uFFFD' or (>= '\u0080' and <= '\u009F') => Kind.None,
        // Box drawing and what else stands for pictures.
        >= '\u2190' => Kind.Rare,
        _ => char.IsLetter(character) || IsMark(character) ? Kind.Rare : Kind.Between,
    };
}
