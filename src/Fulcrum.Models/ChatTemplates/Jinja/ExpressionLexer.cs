using System.Globalization;
using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Reads the tokens inside of a tag.</summary>
internal sealed class ExpressionLexer(string source, int position, Func<TokenKind, string, int, TemplateToken> makeToken)
{
    private static readonly string[] LongOperators = ["**", "//", "==", "!=", "<=", ">="];

    public int Position { get; private set; } = position;

    /// <summary>How many brackets are open: a tag does not end inside of them.</summary>
    public int Depth { get; private set; }

    public void SkipWhiteSpace()
    {
        while (Position < source.Length && PythonText.IsSpace(source[Position])) Position++;
    }

    /// <summary>The next token, or null at the end of the source.</summary>
    public TemplateToken? Next()
    {
        if (Position == source.Length) return null;
        var start = Position;
        var first = source[start];
        if (char.IsLetter(first) || first == '_')
        {
            Skip(character => char.IsLetterOrDigit(character) || character == '_');
            return makeToken(TokenKind.Name, source[start..Position], start);
        }

        if (char.IsAsciiDigit(first)) return ReadNumber(start);
        if (first is '\'' or '"') return ReadString(start, first);
        var length = LongOperators.Any(operation => string.CompareOrdinal(source, start, operation, 0, 2) == 0) ? 2 : 1;
        if (length == 1 && !"+-*/%~<>=()[]{},.:|".Contains(first, StringComparison.Ordinal))
            throw new TemplateFault($"Unexpected character '{first}'.", makeToken(TokenKind.Text, "", start));
        if (first is '(' or '[' or '{') Depth++;
        if (first is ')' or ']' or '}') Depth--;
        Position += length;
        return makeToken(TokenKind.Operator, source[start..Position], start);
    }

    private void Skip(Predicate<char> wanted)
    {
        while (Position < source.Length && wanted(source[Position])) Position++;
    }

    private TemplateToken ReadNumber(int start)
    {
        Skip(char.IsAsciiDigit);
        var isFloat = TrySkipDigits(".") | (TrySkipDigits("e+") || TrySkipDigits("e-") || TrySkipDigits("e"));
        return makeToken(isFloat ? TokenKind.Float : TokenKind.Integer, source[start..Position], start);
    }

    /// <summary>Skips a sign and the digits after it, if both are there.</summary>
    private bool TrySkipDigits(string sign)
    {
        var digits = Position + sign.Length;
        if (digits >= source.Length || string.Compare(source, Position, sign, 0, sign.Length, StringComparison.OrdinalIgnoreCase) != 0 || !char.IsAsciiDigit(source[digits]))
            return false;
        Position = digits;
        Skip(char.IsAsciiDigit);
        return true;
    }

    private TemplateToken ReadString(int start, char quote)
    {
        var content = new StringBuilder();
        for (Position++; Position < source.Length && source[Position] != quote; Position++)
        {
            if (source[Position] == '\\') ReadEscape(content);
            else content.Append(source[Position]);
        }

        if (Position >= source.Length) throw new TemplateFault("The string has no end.", makeToken(TokenKind.Text, "", start));
        Position++;
        return makeToken(TokenKind.String, content.ToString(), start);
    }

    private void ReadEscape(StringBuilder content)
    {
        Position++;
        if (Position == source.Length) return;
        var digits = source[Position] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (Position + digits >= source.Length
                || !int.TryParse(source.AsSpan(Position + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || !Rune.IsValid(value))
            {
                throw new TemplateFault("The escape sequence is not a character.", makeToken(TokenKind.Text, "", Position));
            }

            content.Append(new Rune(value).ToString());
            Position += digits;
            return;
        }

        if (source[Position] is >= '0' and <= '7')
        {
            var octal = source.AsSpan(Position, Math.Min(3, source.Length - Position));
            octal = octal[..(octal.IndexOfAnyExceptInRange('0', '7') is var end and >= 0 ? end : octal.Length)];
            content.Append((char)octal.ToString().Aggregate(0, (value, digit) => value * 8 + digit - '0'));
            Position += octal.Length - 1;
            return;
        }

        content.Append(source[Position] switch
        {
            'N' => throw new TemplateFault("Characters by name are not supported.", makeToken(TokenKind.Text, "", Position)),
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'b' => "\b",
            'f' => "\f",
            'a' => "\a",
            'v' => "\v",
            '\n' => "",
            '\\' or '\'' or '"' => source[Position].ToString(),
            var other => "\\" + other,
        });
    }
}
