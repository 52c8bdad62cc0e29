namespace Fulcrum.Models.Tokenization.PostProcessors;

/// <summary>Takes the white space at the ends of a token out of its offsets.</summary>
/// <param name="HasPrefixSpace">Whether the first token begins with a blank that is not in the text.</param>
internal sealed record OffsetTrimming(bool HasPrefixSpace)
{
    public TextRange Trim(string token, TextRange offsets, bool isFirst)
    {
        var leading = token.TakeWhile(IsSpace).Count();
        var trailing = token.Reverse().TakeWhile(IsSpace).Count();
        var (start, end) = offsets;
        if (leading > 0)
        {
            // A single blank at the beginning is the added one; more than one stood in the text.
            if ((isFirst || start == 0) && HasPrefixSpace && leading == 1) leading = 0;
            start = Math.Min(start + leading, end);
        }

        if (trailing > 0 && end >= trailing) end = Math.Max(end - trailing, start);
        return new(start, end);
    }

    private static bool IsSpace(char character) => character == ByteAlphabet.ToCharacter((byte)' ') || char.IsWhiteSpace(character);
}
