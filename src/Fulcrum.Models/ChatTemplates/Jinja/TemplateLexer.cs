namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>
/// Cuts a template into text and tags and applies the rules for white space around tags: <c>trim_blocks</c> (the newline after a block
/// disappears), <c>lstrip_blocks</c> (the blanks before a block on its line disappear), and the signs - and + that overrule them.
/// </summary>
internal sealed class TemplateLexer
{
    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _position;

    // The line that the last token began in. Tokens come in their order, except where a fault names an earlier place.
    private int _line = 1;
    private int _lineStart;
    private int _counted;

    private TemplateLexer(string source)
    {
        if (source.Length > TemplateLimits.Source) throw new TemplateFault($"The template has more than {TemplateLimits.Source:N0} characters.");
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _source = source.EndsWith('\n') ? source[..^1] : source;
    }

    public static List<TemplateToken> Tokenize(string source)
    {
        var lexer = new TemplateLexer(source);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        var atLineStart = true;
        while (FindTag() is var tag and >= 0)
        {
            var kind = _source[tag + 1];
            var sign = tag + 2 < _source.Length ? _source[tag + 2] : ' ';
            AddText(tag, strips: sign == '-', stripsLine: kind != '{' && sign != '+', atLineStart);
            _position = tag + (sign is '-' or '+' ? 3 : 2);
            if (kind == '#') SkipComment(tag);
            else ReadTag(tag, kind == '%');
            atLineStart = SkipAfterTag(kind);
        }

        AddText(_source.Length, strips: false, stripsLine: false, atLineStart);
        _tokens.Add(Token(TokenKind.End, "", _source.Length));
    }

    private int FindTag()
    {
        for (var i = _position; i + 1 < _source.Length; i++)
            if (_source[i] == '{' && _source[i + 1] is '{' or '%' or '#') return i;
        return -1;
    }

    private void AddText(int end, bool strips, bool stripsLine, bool atLineStart)
    {
        var text = _source[_position..end];
        if (strips)
        {
            text = PythonText.TrimEnd(text);
        }
        else if (stripsLine)
        {
            var lineStart = text.LastIndexOf('\n') + 1;
            if ((lineStart > 0 || atLineStart) && text.Skip(lineStart).All(PythonText.IsSpace)) text = text[..lineStart];
        }

        if (text.Length > 0) _tokens.Add(Token(TokenKind.Text, text, _position));
    }

    private void SkipComment(int start)
    {
        var end = _source.IndexOf("#}", _position, StringComparison.Ordinal);
        if (end < 0) throw new TemplateFault("The comment has no end.", Token(TokenKind.Text, "", start));
        _position = end + 2;
    }

    private void ReadTag(int start, bool isBlock)
    {
        _tokens.Add(Token(isBlock ? TokenKind.BlockBegin : TokenKind.OutputBegin, "", start));
        var close = isBlock ? "%}" : "}}";
        var lexer = new ExpressionLexer(_source, _position, Token);
        while (true)
        {
            lexer.SkipWhiteSpace();
            var end = lexer.Position + (lexer.Depth == 0 && lexer.Position < _source.Length && (_source[lexer.Position] == '-' || isBlock && _source[lexer.Position] == '+') ? 1 : 0);
            if (lexer.Depth == 0 && string.CompareOrdinal(_source, end, close, 0, 2) == 0)
            {
                _tokens.Add(Token(isBlock ? TokenKind.BlockEnd : TokenKind.OutputEnd, "", lexer.Position));
                _position = end + 2;
                return;
            }

            _tokens.Add(lexer.Next() ?? throw new TemplateFault("The tag has no end.", Token(TokenKind.Text, "", start)));
        }
    }

    /// <summary>Skips the white space that the tag just read swallows; true if the next text begins a line.</summary>
    private bool SkipAfterTag(char kind)
    {
        var sign = _source[_position - 3];
        if (sign == '-')
        {
            while (_position < _source.Length && PythonText.IsSpace(_source[_position])) _position++;
        }
        else if (kind != '{' && sign != '+' && _position < _source.Length && _source[_position] == '\n')
        {
            _position++;
        }

        return _source[_position - 1] == '\n';
    }

    private TemplateToken Token(TokenKind kind, string value, int position)
    {
        if (position < _counted) (_line, _lineStart, _counted) = (1, 0, 0);
        for (; _counted < position; _counted++)
        {
            if (_source[_counted] != '\n') continue;
            _line++;
            _lineStart = _counted + 1;
        }

        return new(kind, value, _line, position - _lineStart + 1);
    }
}
