namespace Fulcrum.Models.Tokenization;

/// <summary>The tokens of a text or of a pair of texts. All lists have one entry per token.</summary>
/// <param name="Ids">The ids of the tokens, in order.</param>
/// <param name="Tokens">The tokens as the vocabulary spells them; for unknown text and added tokens what stands in the text.</param>
/// <param name="Offsets">The Unicode code points of the text that each token covers; empty at 0 for a token that was added around it.</param>
/// <param name="TypeIds">Which of the two texts a token belongs to, as the post-processor numbers them.</param>
/// <param name="SpecialTokensMask">True for the tokens that were added around the text or filled in.</param>
/// <param name="AttentionMask">False for the tokens that were filled in.</param>
public sealed record EncodedText(
    IReadOnlyList<int> Ids,
    IReadOnlyList<string> Tokens,
    IReadOnlyList<TextRange> Offsets,
    IReadOnlyList<int> TypeIds,
    IReadOnlyList<bool> SpecialTokensMask,
    IReadOnlyList<bool> AttentionMask)
{
    /// <summary>
    /// The windows that truncation cut off, made as they are read. A pair has every window of one text with every window of the other.
    /// </summary>
    public IEnumerable<EncodedText> Overflowing { get; init; } = [];

    /// <summary>Some of the tokens of a text to which no special tokens have been added.</summary>
    internal EncodedText Slice(int start, int end)
    {
        return new(Part(Ids), Part(Tokens), Part(Offsets), [], [], []);

        T[] Part<T>(IReadOnlyList<T> values) => [.. values.Skip(start).Take(end - start)];
    }
}
