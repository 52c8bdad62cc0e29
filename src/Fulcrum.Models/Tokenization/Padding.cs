namespace Fulcrum.Models.Tokenization;

/// <summary>Fills texts up to one number of tokens, as Hugging Face <c>tokenizers</c> does (<c>utils/padding.rs</c>).</summary>
/// <param name="PadId">The id that is filled in.</param>
/// <param name="PadToken">The token that is filled in, as the vocabulary spells it.</param>
public sealed record Padding(int PadId, string PadToken)
{
    /// <summary>Tokens of each text at least; null for those of the longest text of the batch.</summary>
    public int? Length { get; init; }

    /// <summary>The length is raised to a multiple of this.</summary>
    public int? Multiple { get; init; }

    /// <summary>Where the tokens are filled in.</summary>
    public TextSide Side { get; init; }

    /// <summary>The type id of the tokens that are filled in.</summary>
    public int TypeId { get; init; }

    internal IReadOnlyList<EncodedText> Fill(IReadOnlyList<EncodedText> batch)
    {
        var length = Length ?? batch.Select(text => text.Ids.Count).DefaultIfEmpty().Max();
        if (Multiple is > 0 and var multiple) length = checked((length + multiple - 1) / multiple * multiple);
        return [.. batch.Select(text => Fill(text, length))];
    }

    private EncodedText Fill(EncodedText text, int length)
    {
        var missing = Math.Max(0, length - text.Ids.Count);
        return new(
            Fill(text.Ids, PadId, missing),
            Fill(text.Tokens, PadToken, missing),
            Fill(text.Offsets, default, missing),
            Fill(text.TypeIds, TypeId, missing),
            Fill(text.SpecialTokensMask, true, missing),
            Fill(text.AttentionMask, false, missing))
        {
            Overflowing = text.Overflowing.Select(window => Fill(window, length)),
        };
    }

    private IReadOnlyList<T> Fill<T>(IReadOnlyList<T> values, T value, int missing)
    {
        if (missing == 0) return values;
        var added = Enumerable.Repeat(value, missing);
        return Side == TextSide.Right ? [.. values, .. added] : [.. added, .. values];
    }
}
