namespace Fulcrum.Models.Tokenization;

/// <summary>A stretch of text between two stages; once it is an added token, later stages leave it alone.</summary>
/// <param name="Text">The text that holds it.</param>
/// <param name="Start">First UTF-16 unit in <paramref name="Text"/>.</param>
/// <param name="Length">Number of UTF-16 units.</param>
/// <param name="AddedTokenId">The id of the added token that it is, or -1.</param>
internal readonly record struct Piece(AlignedText Text, int Start, int Length, int AddedTokenId = -1)
{
    public ReadOnlySpan<char> Span => Text.Span.Slice(Start, Length);

    public bool IsAddedToken => AddedTokenId >= 0;

    public Piece Slice(TextRange range) => new(Text, Start + range.Start, range.End - range.Start);

    /// <summary>The range of the input from which the units <paramref name="range"/> of this piece came.</summary>
    public TextRange Origin(TextRange range) =>
        range.End <= range.Start
            ? default
            : new(Text.Origin(Start + range.Start).Start, Text.Origin(Start + range.End - 1).End);
}
