namespace Fulcrum.Models.Tokenization.PreTokenizers;

/// <summary>Every occurrence of a text.</summary>
internal sealed class LiteralPattern(string literal) : ISplitPattern
{
    public void FindMatches(ReadOnlySpan<char> text, List<TextRange> matches)
    {
        if (literal.Length == 0) return;
        for (var position = 0; text[position..].IndexOf(literal, StringComparison.Ordinal) is var next and >= 0; position += next + literal.Length)
            matches.Add(new(position + next, position + next + literal.Length));
    }
}
