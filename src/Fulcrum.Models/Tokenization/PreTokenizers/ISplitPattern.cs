namespace Fulcrum.Models.Tokenization.PreTokenizers;

/// <summary>Finds where a text is cut or replaced.</summary>
internal interface ISplitPattern
{
    /// <summary>Appends the matches in order, in UTF-16 units; they do not overlap.</summary>
    void FindMatches(ReadOnlySpan<char> text, List<TextRange> matches);
}
