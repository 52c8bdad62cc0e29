namespace Fulcrum.Data.Cleaning;

/// <summary>
/// An encoding of two bytes a character, with the ranges in which the characters of everyday texts lie: kana and the first level
/// of ideographs, Hangul, full-width punctuation. Bytes of another encoding fall outside of them.
/// </summary>
/// <param name="name">As people call it.</param>
/// <param name="codePage">The .NET code page.</param>
/// <param name="classify">What two bytes are, of which the first is not ASCII.</param>
internal sealed class EastAsianEncoding(string name, int codePage, Func<byte, byte, EastAsianEncoding.Kind> classify) : ILegacyEncoding
{
    /// <summary>Japanese without any kana is another language read wrongly.</summary>
    private const double LeastKana = 0.05;

    private const double WithoutKana = 0.9;

    internal enum Kind
    {
        /// <summary>The first byte begins nothing that exists.</summary>
        Broken,

        /// <summary>A character of one byte, hardly used.</summary>
        Single,

        /// <summary>A rare character.</summary>
        Rare,

        /// <summary>A character of everyday texts.</summary>
        Common,

        /// <summary>A Japanese syllable.</summary>
        Kana,
    }

    public TextEncoding Encoding { get; } = TextEncoding.OfCodePage(name, codePage);

    public (double Common, double Other, double Broken) Count(ReadOnlySpan<byte> text)
    {
        Span<int> counts = stackalloc int[5];
        for (var index = 0; index < text.Length;)
        {
            if (text[index] < 0x80)
            {
                index++;
                continue;
            }

            var kind = index + 1 < text.Length ? classify(text[index], text[index + 1]) : Kind.Broken;
            counts[(int)kind]++;
            index += kind is Kind.Broken or Kind.Single ? 1 : 2;
        }

        double common = counts[(int)Kind.Common] + counts[(int)Kind.Kana];
        var isJapanese = codePage is 932 or 51932;
        if (isJapanese && counts[(int)Kind.Kana] < LeastKana * common) common *= WithoutKana;
        return (common, counts[(int)Kind.Rare] + counts[(int)Kind.Single], counts[(int)Kind.Broken]);
    }

    public static Kind ShiftJis(byte lead, byte trail) => (lead, trail) switch
    {
        (>= 0xA1 and <= 0xDF, _) => Kind.Single,
        (0x80 or 0xA0 or > 0xFC, _) or (_, < 0x40 or 0x7F or > 0xFC) => Kind.Broken,
        (0x82, >= 0x9F and <= 0xF1) or (0x83, <= 0x96) => Kind.Kana,
        (0x81, <= 0xAC) or (0x82, >= 0x4F and <= 0x9A) => Kind.Common,
        (0x88, >= 0x9F) or (>= 0x89 and <= 0x97, _) or (0x98, <= 0x72) => Kind.Common,
        _ => Kind.Rare,
    };

    public static Kind EucJp(byte lead, byte trail) => (lead, trail) switch
    {
        (< 0xA1 and not 0x8E and not 0x8F or 0xFF, _) or (_, < 0xA1 or 0xFF) => Kind.Broken,
        (0xA4 or 0xA5, _) => Kind.Kana,
        (0xA1 or 0xA3 or (>= 0xB0 and <= 0xCF), _) => Kind.Common,
        _ => Kind.Rare,
    };

    // A character of four bytes counts as two rare ones.
    public static Kind Gb18030(byte lead, byte trail) => (lead, trail) switch
    {
        (0x80 or 0xFF, _) or (_, < 0x30 or (> 0x39 and < 0x40) or 0x7F or 0xFF) => Kind.Broken,
        (0xA1 or 0xA3 or (>= 0xB0 and <= 0xD7), >= 0xA1) => Kind.Common,
        _ => Kind.Rare,
    };

    public static Kind Korean(byte lead, byte trail) => (lead, trail) switch
    {
        (0x80 or 0xFF, _) or (_, < 0x41 or (> 0x5A and < 0x61) or (> 0x7A and < 0x81) or 0xFF) => Kind.Broken,
        (0xA1 or 0xA3 or (>= 0xB0 and <= 0xC8), >= 0xA1) => Kind.Common,
        _ => Kind.Rare,
    };

    public static Kind Big5(byte lead, byte trail) => (lead, trail) switch
    {
        (0x80 or 0xFF, _) or (_, < 0x40 or (> 0x7E and < 0xA1) or 0xFF) => Kind.Broken,
        (>= 0xA1 and <= 0xC6, _) => Kind.Common,
        _ => Kind.Rare,
    };
}
