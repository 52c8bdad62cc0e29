using System.Text;
using Fulcrum.Models.Generation.Json.Languages;

namespace Fulcrum.Models.Generation.Json;

/// <summary>
/// How characters are written inside of a JSON string (RFC 8259, section 7). Each has one way only: quotes, backslashes and
/// control characters are escaped, all others stand as UTF-8. So a language of bytes is one of characters, and can be counted.
/// </summary>
internal sealed class JsonCharacters(LanguageAlgebra algebra)
{
    private static readonly CodePointSet Escaped = CodePointSet.Of((0, 0x1F), ('"', '"'), ('\\', '\\'));

    /// <summary>Where UTF-8 takes one byte more (RFC 3629).</summary>
    private static readonly CodePointSet[] Lengths =
        [CodePointSet.Of((0, 0x7F)), CodePointSet.Of((0x80, 0x7FF)), CodePointSet.Of((0x800, 0xFFFF)), CodePointSet.Of((0x10000, 0x10FFFF))];

    /// <summary>One character of a set.</summary>
    public RegularLanguage OneOf(CodePointSet characters)
    {
        var plain = characters.Intersect(Escaped.Complement());
        var ways = from length in Lengths
                   from range in plain.Intersect(length).Ranges
                   select Range(Utf8(range.First), Utf8(range.Last));
        var escapes = from range in characters.Intersect(Escaped).Ranges
                      from value in Enumerable.Range(range.First, range.Last - range.First + 1)
                      select algebra.Text(Escape((char)value));
        return algebra.Choice([.. ways, .. escapes]);
    }

    /// <summary>A text, without quotes around it.</summary>
    public RegularLanguage Text(string text) =>
        algebra.Sequence([.. text.EnumerateRunes().Select(rune => OneOf(CodePointSet.Of((rune.Value, rune.Value))))]);

    private static byte[] Utf8(int codePoint) => Encoding.UTF8.GetBytes(new Rune(codePoint).ToString());

    /// <summary>The byte strings of one length from one to another, of those that are UTF-8.</summary>
    private RegularLanguage Range(ReadOnlySpan<byte> first, ReadOnlySpan<byte> last)
    {
        if (first.Length == 1) return algebra.Bytes(first[0], last[0]);
        if (first[0] == last[0]) return algebra.Sequence(algebra.Bytes(first[0], first[0]), Range(first[1..], last[1..]));
        var lowest = Enumerable.Repeat((byte)0x80, first.Length - 1).ToArray();
        var highest = Enumerable.Repeat((byte)0xBF, first.Length - 1).ToArray();
        var (from, to) = (first[0], last[0]);
        var choice = algebra.Nothing;
        if (!first[1..].SequenceEqual(lowest)) choice = algebra.Sequence(algebra.Bytes(from, from++), Range(first[1..], highest));
        if (!last[1..].SequenceEqual(highest)) choice = algebra.Choice(choice, algebra.Sequence(algebra.Bytes(to, to--), Range(lowest, last[1..])));
        return from > to ? choice : algebra.Choice(choice, algebra.Sequence(algebra.Bytes(from, to), Range(lowest, highest)));
    }

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => FormattableString.Invariant($"\\u{(int)character:x4}"),
    };
}
