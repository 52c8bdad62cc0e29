namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>Replaces a text inside of each token.</summary>
internal sealed class ReplaceDecoder(string pattern, string content) : IDecoder
{
    public IEnumerable<string> Decode(IEnumerable<string> tokens) =>
        tokens.Select(Replace);

    private string Replace(string token)
    {
        var length = token.Length + token.AsSpan().Count(pattern) * ((long)content.Length - pattern.Length);
        return length <= TokenizerLimits.ShortestLimit
            ? token.Replace(pattern, content, StringComparison.Ordinal)
            : throw new TokenizerFault($"A step of the tokenizer's decoder makes more than {TokenizerLimits.ShortestLimit:N0} characters of a token.");
    }
}
