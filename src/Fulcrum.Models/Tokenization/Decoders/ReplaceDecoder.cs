namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>Replaces a text inside of each token.</summary>
internal sealed class ReplaceDecoder(string pattern, string content) : IDecoder
{
    public IEnumerable<string> Decode(IEnumerable<string> tokens) =>
        tokens.Select(token => token.Replace(pattern, content, StringComparison.Ordinal));
}
