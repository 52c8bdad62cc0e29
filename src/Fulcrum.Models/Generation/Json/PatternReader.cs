using System.Globalization;
using System.Text;
using Fulcrum.Models.Generation.Json.Languages;

namespace Fulcrum.Models.Generation.Json;

/// <summary>
/// Reads the value of <c>pattern</c>: a regular expression of ECMA-262 without what is not regular or looks around. As JSON
/// schema says, it may match anywhere in the string unless it is anchored.
/// </summary>
internal sealed class PatternReader
{
    private static readonly CodePointSet Digits = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet WordCharacters = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CodePointSet LineEnds = CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029));

    private static readonly CodePointSet Spaces = CodePointSet.Of(
        ('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    private readonly LanguageAlgebra _algebra;
    private readonly JsonCharacters _characters;
    private readonly Rune[] _pattern;
    private int _at;
    private int _depth;

    private PatternReader(LanguageAlgebra algebra, JsonCharacters characters, string pattern) =>
        (_algebra, _characters, _pattern) = (algebra, characters, [.. pattern.EnumerateRunes()]);

    /// <summary>The strings that match, as they are written in JSON, without quotes.</summary>
    /// <exception cref="NotSupportedException">What in the pattern is not supported, or malformed.</exception>
    public static RegularLanguage Read(string pattern, LanguageAlgebra algebra, JsonCharacters characters)
    {
        if (pattern.Length > SchemaLimits.Pattern)
            throw new NotSupportedException($"The pattern `{pattern[..50]}…` has more than {SchemaLimits.Pattern} characters");
        var reader = new PatternReader(algebra, characters, pattern);
        var language = reader.ReadChoice();
        return reader.IsAtEnd ? language : throw reader.Refuse("`)` without `(`");
    }

    private bool IsAtEnd => _at == _pattern.Length;

    private RegularLanguage ReadChoice()
    {
        var alternatives = new List<RegularLanguage> { ReadBranch() };
        while (Take('|')) alternatives.Add(ReadBranch());
        return _algebra.Choice([.. alternatives]);
    }

    private RegularLanguage ReadBranch()
    {
        var anything = _algebra.Repeat(_characters.OneOf(CodePointSet.All), 0, null);
        var parts = new List<RegularLanguage>();
        if (_depth == 0 && !Take('^')) parts.Add(anything);
        var isAnchored = _depth > 0;
        while (!IsAtEnd && !Next('|') && !Next(')'))
        {
            if (_depth == 0 && Take('$'))
            {
                if (!IsAtEnd && !Next('|')) throw Refuse("`$` inside of it");
                isAnchored = true;
                break;
            }

            parts.Add(ReadQuantified());
        }

        if (!isAnchored) parts.Add(anything);
        return _algebra.Sequence([.. parts]);
    }

    private RegularLanguage ReadQuantified()
    {
        var item = ReadItem();
        var (least, most) =
            Take('*') ? (0, null)
            : Take('+') ? (1, null)
            : Take('?') ? (0, 1)
            : Take('{') ? ReadBounds()
            : (1, (int?)1);
        // A lazy quantifier matches the same strings.
        if ((least, most) != (1, 1)) Take('?');
        if (Next('*') || Next('+') || Next('?')) throw Refuse("a quantifier without anything before it");
        return _algebra.Repeat(item, least, most);
    }

    private (int Least, int? Most) ReadBounds()
    {
        var least = ReadNumber();
        int? most = least;
        if (Take(',')) most = Next('}') ? null : ReadNumber();
        if (!Take('}') || most < least) throw Refuse("a quantifier `{…}` that is malformed");
        return (least, most);
    }

    private int ReadNumber()
    {
        var start = _at;
        while (!IsAtEnd && Rune.IsDigit(_pattern[_at])) _at++;
        var digits = string.Concat(_pattern[start.._at]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse("a quantifier `{…}` that is malformed");
    }

    private RegularLanguage ReadItem()
    {
        var symbol = TakeAny();
        switch (symbol.Value)
        {
            case '(':
                if (Take('?') && !Take(':')) throw Refuse($"the group `(?{(IsAtEnd ? "" : _pattern[_at])}`");
                if (++_depth > SchemaLimits.Groups) throw Refuse($"more than {SchemaLimits.Groups} groups inside of each other");
                var inside = ReadChoice();
                _depth--;
                return Take(')') ? inside : throw Refuse("`(` without `)`");
            case '[':
                return _characters.OneOf(ReadClass());
            case '.':
                return _characters.OneOf(LineEnds.Complement());
            case '\\':
                return _characters.OneOf(ReadEscape());
            case '^' or '$':
                throw Refuse($"`{symbol}` inside of it");
            case '*' or '+' or '?' or '{':
                throw Refuse("a quantifier without anything before it");
            default:
                return _characters.OneOf(Single(symbol.Value));
        }
    }

    private CodePointSet ReadClass()
    {
        var isNegated = Take('^');
        var set = CodePointSet.Of();
        while (!Take(']'))
        {
            var first = ReadClassMember();
            if (Next('-') && _at + 1 < _pattern.Length && _pattern[_at + 1].Value != ']')
            {
                _at++;
                var last = ReadClassMember();
                if (!IsSingle(first) || !IsSingle(last) || first.Ranges[0].First > last.Ranges[0].Last) throw Refuse("a range in `[…]` that is malformed");
                first = CodePointSet.Of((first.Ranges[0].First, last.Ranges[0].Last)).Intersect(CodePointSet.All);
            }

            set = set.Union(first);
        }

        return isNegated ? set.Complement() : set;
    }

    private CodePointSet ReadClassMember()
    {
        var symbol = TakeAny();
        if (symbol.Value != '\\') return Single(symbol.Value);
        return Take('b') ? Single('\b') : ReadEscape();
    }

    private CodePointSet ReadEscape()
    {
        var symbol = TakeAny();
        return symbol.Value switch
        {
            'd' => Digits,
            'D' => Digits.Complement(),
            'w' => WordCharacters,
            'W' => WordCharacters.Complement(),
            's' => Spaces,
            'S' => Spaces.Complement(),
            't' => Single('\t'),
            'r' => Single('\r'),
            'n' => Single('\n'),
            'v' => Single('\v'),
            'f' => Single('\f'),
            '0' => Single(0),
            'x' => ReadCode(2),
            'u' => ReadCode(4),
            _ when Rune.IsLetterOrDigit(symbol) => throw Refuse($"`\\{symbol}`"),
            _ => Single(symbol.Value),
        };
    }

    private CodePointSet ReadCode(int digits)
    {
        var end = Math.Min(_at + digits, _pattern.Length);
        var code = string.Concat(_pattern[_at..end]);
        _at = end;
        return code.Length == digits && int.TryParse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value)
            ? Single(value)
            : throw Refuse($"the code `{code}`");
    }

    private static CodePointSet Single(int value) => CodePointSet.Of((value, value));

    private static bool IsSingle(CodePointSet set) => set.Ranges is [var (first, last)] && first == last;

    private bool Next(char symbol) => !IsAtEnd && _pattern[_at].Value == symbol;

    private bool Take(char symbol)
    {
        if (!Next(symbol)) return false;
        _at++;
        return true;
    }

    private Rune TakeAny() => IsAtEnd ? throw Refuse("an end where more was expected") : _pattern[_at++];

    private NotSupportedException Refuse(string what) => new($"The pattern `{string.Concat(_pattern)}` has {what}");
}
