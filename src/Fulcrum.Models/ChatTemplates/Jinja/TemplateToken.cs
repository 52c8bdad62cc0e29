namespace Fulcrum.Models.ChatTemplates.Jinja;

internal enum TokenKind
{
    Text,
    BlockBegin,
    BlockEnd,
    OutputBegin,
    OutputEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A token of a template.</summary>
/// <param name="Kind">The part of a template that it is.</param>
/// <param name="Value">Its text; of a string, its content.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
internal sealed record TemplateToken(TokenKind Kind, string Value, int Line, int Column)
{
    public bool Is(string name) => Kind is TokenKind.Name or TokenKind.Operator && Value == name;
}
