using System.Buffers.Binary;
using System.Text;
using Utf8 = System.Text.Unicode.Utf8;

namespace Fulcrum.Data.Cleaning;

/// <summary>Tells the encoding of a text by its bytes.</summary>
internal static class EncodingDetector
{
    /// <summary>What texts are read as that are neither UTF-8 nor anything else that is known.</summary>
    public static readonly TextEncoding Windows1252 = TextEncoding.OfCodePage("Windows-1252", 1252);

    /// <summary>Fewer characters beyond ASCII than this prove nothing.</summary>
    private const int FewestCharacters = 4;

    private const double LeastCommon = 0.75;
    private const double LeastControls = 0.25;
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
    private static readonly ILegacyEncoding[] Legacy =
    [
        new EastAsianEncoding("EUC-KR", 949, EastAsianEncoding.Korean),
        new EastAsianEncoding("Shift-JIS", 932, EastAsianEncoding.ShiftJis),
        new EastAsianEncoding("EUC-JP", 51932, EastAsianEncoding.EucJp),
        new EastAsianEncoding("Big5", 950, EastAsianEncoding.Big5),
        new EastAsianEncoding("GB18030", 54936, EastAsianEncoding.Gb18030),
        new SingleByteEncoding("Windows-1251", 1251, SingleByteEncoding.Cyrillic),
        new SingleByteEncoding("KOI8-R", 20866, SingleByteEncoding.Cyrillic),
        new SingleByteEncoding("Windows-1253", 1253, SingleByteEncoding.Greek),
        new SingleByteEncoding("Windows-1255", 1255, SingleByteEncoding.Hebrew),
        new SingleByteEncoding("Windows-874", 874, SingleByteEncoding.Thai),
    ];

    /// <summary>The encoding whose byte order mark stands at the start, or <see langword="null"/>.</summary>
    public static TextEncoding? ByMark(ReadOnlySpan<byte> start)
    {
        foreach (var encoding in Marked)
            if (start.StartsWith(encoding.Encoding.Preamble)) return encoding;
        return null;
    }

    /// <summary>
    /// UTF-16 or UTF-32 without a mark, or <see langword="null"/>: its line ends are two or four bytes of which all but one are zero,
    /// no character is zero as a whole, and read byte by byte it is full of control characters or no UTF-8.
    /// </summary>
    public static TextEncoding? ByZeros(ReadOnlySpan<byte> sample)
    {
        if (!sample.Contains((byte)0)) return null;
        sample = sample[..(sample.Length / 4 * 4)];
        if (Utf32LineEnds(sample, bigEndian: false) > 0) return Marked[1];
        if (Utf32LineEnds(sample, bigEndian: true) > 0) return Marked[2];
        if (ControlsIn(sample) < LeastControls * sample.Length && Utf8.IsValid(sample)) return null;
        return (Utf16LineEnds(sample, bigEndian: false), Utf16LineEnds(sample, bigEndian: true)) switch
        {
            (0, 0) => null,
            var (little, big) => little > big ? Marked[3] : Marked[4],
        };
    }

    /// <summary>The likeliest encoding of lines that are not UTF-8: an East Asian, Cyrillic, Greek, Hebrew or Thai one where its common characters fill them, else Windows-1252.</summary>
    public static TextEncoding OfLegacy(ReadOnlySpan<byte> lines)
    {
        var best = (Share: 0.0, Encoding: Windows1252);
        foreach (var candidate in Legacy)
        {
            var (common, other, broken) = candidate.Count(lines);
            var all = common + other + broken;
            var share = common / Math.Max(1, all);
            if (common + other < FewestCharacters || share < LeastCommon || broken > MostBroken * all) continue;
            if (share > best.Share + MostBroken) best = (share, candidate.Encoding);
        }

        return best.Encoding;
    }

    private static int ControlsIn(ReadOnlySpan<byte> sample)
    {
        var controls = 0;
        foreach (var character in sample)
            if (character is < (byte)' ' and not ((byte)'\t' or (byte)'\r' or (byte)'\n')) controls++;
        return controls;
    }

    /// <summary>Line ends of UTF-32; 0 where some character is none.</summary>
    private static int Utf32LineEnds(ReadOnlySpan<byte> sample, bool bigEndian)
    {
        var lineEnds = 0;
        for (var index = 0; index < sample.Length; index += 4)
        {
            var unit = sample.Slice(index, 4);
            var character = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(unit) : BinaryPrimitives.ReadUInt32LittleEndian(unit);
            if (character is 0 or > 0x10FFFF) return 0;
            if (character is '\r' or '\n') lineEnds++;
        }

        return lineEnds;
    }

    /// <summary>Line ends of UTF-16; 0 where some character is zero.</summary>
    private static int Utf16LineEnds(ReadOnlySpan<byte> sample, bool bigEndian)
    {
        var lineEnds = 0;
        for (var index = 0; index < sample.Length; index += 2)
        {
            var unit = sample.Slice(index, 2);
            var character = bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(unit) : BinaryPrimitives.ReadUInt16LittleEndian(unit);
            if (character == 0) return 0;
            if (character is '\r' or '\n') lineEnds++;
        }

        return lineEnds;
    }
}
