namespace Fulcrum.Models.Tokenization;

/// <summary>Cuts the tokens of a text that are too many.</summary>
internal static class TokenLimit
{
    /// <summary>Keeps one end of the text, and the special tokens around it.</summary>
    /// <param name="tokenizer">Knows which tokens are special.</param>
    /// <param name="ids">The text with its special tokens.</param>
    /// <param name="maxTokens">Tokens at most, the special ones included.</param>
    /// <param name="keepEnd">Whether what is cut off is the beginning of the text.</param>
    /// <returns>The ids, and whether the text was cut.</returns>
    public static (int[] Ids, bool WasCut) Cut(Tokenizer tokenizer, int[] ids, int maxTokens, bool keepEnd)
    {
        if (ids.Length <= maxTokens) return (ids, false);
        var (begin, end) = (tokenizer.IsSpecial(ids[0]) ? 1 : 0, tokenizer.IsSpecial(ids[^1]) ? 1 : 0);
        return keepEnd
            ? ([.. ids[..Math.Min(begin, maxTokens)], .. ids[^Math.Max(0, maxTokens - begin)..]], true)
            : ([.. ids[..Math.Max(0, maxTokens - end)], .. ids[^Math.Min(end, maxTokens)..]], true);
    }
}
