namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>Joins all tokens into one.</summary>
internal sealed class FuseDecoder : IDecoder
{
    public IEnumerable<string> Decode(IEnumerable<string> tokens) => [string.Concat(tokens)];
}
