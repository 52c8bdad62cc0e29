using System.Text;

namespace Fulcrum.Data.Cleaning;

/// <summary>Tells the encoding of a text by its bytes.</summary>
internal static class EncodingDetector
{
    /// <summary>What texts are read as that are neither UTF-8 nor anything else that is known.</summary>
    public static readonly TextEncoding Windows1252 = TextEncoding.OfCodePage("Windows-1252", 1252);

    /// <summary>Fewer characters of several bytes than this prove nothing.</summary>
    private const int FewestCharacters = 4;

    private const double LeastCommon = 0.75;
    private const double MostBroken = 0.02;

    // UTF-32 little endian begins with the mark of UTF-16 little endian, so it is asked first.
    private static readonly TextEncoding[] Marked =
    [
        new("UTF-8", Encoding.UTF8),
        new("UTF-32 (little endian)", Encoding.UTF32),
        new("UTF-32 (big endian)", new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
        new("UTF-16 (little endian)", Encoding.Unicode),
        new("UTF-16 (big endian)", Encoding.BigEndianUnicode),
    ];

    // Where two fit alike, the one whose common characters are fewer comes first.
    private static readonly EastAsianEncoding[] EastAsian =
    [
        new("EUC-KR", 949, EastAsianEncoding.Korean),
        new("Shift-JIS", 932, EastAsianEncoding.ShiftJis),
        new("EUC-JP", 51932, EastAsianEncoding.EucJp),
        new("Big5", 950, EastAsianEncoding.Big5),
        new("GB18030", 54936, EastAsianEncoding.Gb18030),
    ];

    /// <summary>The encoding whose byte order mark stands at the start, or <see langword="null"/>.</summary>
    public static TextEncoding? ByMark(ReadOnlySpan<byte> start)
    {
        foreach (var encoding in Marked)
            if (start.StartsWith(encoding.Encoding.Preamble)) return encoding;
        return null;
    }

    /// <summary>
    /// UTF-16 or UTF-32 without a mark, or <see langword="null"/>: separators, line ends and Latin letters have zeros in the
    /// same byte of their two or four, and nothing else has any.
    /// </summary>
    public static TextEncoding? ByZeros(ReadOnlySpan<byte> sample)
    {
        Span<int> zeros = stackalloc int[4];
        var units = sample.Length / 4;
        for (var index = 0; index < units * 4; index++)
            if (sample[index] == 0) zeros[index % 4]++;
        if (units == 0) return null;
        if (zeros[3] == units && zeros[2] > 0 && zeros[0] == 0) return Marked[1];
        if (zeros[0] == units && zeros[1] > 0 && zeros[3] == 0) return Marked[2];
        var (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3]);
        if (even == 0 && odd >= FewestCharacters && HasLineEnd(sample, [(byte)'\n', 0], [(byte)'\r', 0])) return Marked[3];
        if (odd == 0 && even >= FewestCharacters && HasLineEnd(sample, [0, (byte)'\n'], [0, (byte)'\r'])) return Marked[4];
        return null;
    }

    /// <summary>The likeliest encoding of lines that are not UTF-8: an East Asian one where its common characters fill them, else Windows-1252.</summary>
    public static TextEncoding OfLegacy(ReadOnlySpan<byte> lines)
    {
        var best = (Share: 0.0, Encoding: Windows1252);
        foreach (var candidate in EastAsian)
        {
            var (common, other, broken) = candidate.Count(lines);
            var all = common + other + broken;
            var share = common / Math.Max(1, all);
            if (common + other < FewestCharacters || share < LeastCommon || broken > MostBroken * all) continue;
            if (share > best.Share + MostBroken) best = (share, candidate.Encoding);
        }

        return best.Encoding;
    }

    private static bool HasLineEnd(ReadOnlySpan<byte> sample, ReadOnlySpan<byte> lineFeed, ReadOnlySpan<byte> carriageReturn)
    {
        for (var index = 0; index + 1 < sample.Length; index += 2)
        {
            var unit = sample.Slice(index, 2);
            if (unit.SequenceEqual(lineFeed) || unit.SequenceEqual(carriageReturn)) return true;
        }

        return false;
    }
}
