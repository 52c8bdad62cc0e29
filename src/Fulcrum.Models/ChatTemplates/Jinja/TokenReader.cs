namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Walks over the tokens of a template.</summary>
internal sealed class TokenReader(IReadOnlyList<TemplateToken> tokens)
{
    private int _position;
    private int _depth;

    public TemplateToken Current => tokens[_position];

    public TemplateToken Following => tokens[Math.Min(_position + 1, tokens.Count - 1)];

    public TemplateToken Take()
    {
        var token = Current;
        if (_position < tokens.Count - 1) _position++;
        return token;
    }

    /// <summary>Parses what stands inside of something else.</summary>
    public T Nested<T>(Func<T> parse)
    {
        if (++_depth > TemplateLimits.Nesting) throw new TemplateFault($"More than {TemplateLimits.Nesting} brackets and blocks stand inside of each other.", Current);
        var parsed = parse();
        _depth--;
        return parsed;
    }

    public bool TryTake(string name)
    {
        if (!Current.Is(name)) return false;
        Take();
        return true;
    }

    public TemplateToken Expect(string name) => Current.Is(name) ? Take() : throw Unexpected($"'{name}'");

    public TemplateToken Expect(TokenKind kind) => Current.Kind == kind ? Take() : throw Unexpected(kind switch
    {
        TokenKind.Name => "a name",
        TokenKind.BlockEnd => "the end of the block",
        TokenKind.OutputEnd => "the end of the output",
        _ => kind.ToString(),
    });

    public TemplateFault Unexpected(string expected) => new(
        $"Expected {expected}, found {(Current.Value.Length > 0 ? $"'{Current.Value}'" : Current.Kind == TokenKind.End ? "the end of the template" : "the end of the tag")}.",
        Current);
}
