namespace Fulcrum.Models.Tokenization;

/// <summary>A token and the UTF-16 units of its piece that it covers.</summary>
internal readonly record struct Token(int Id, int Start, int End)
{
    public TextRange Range => new(Start, End);
}
