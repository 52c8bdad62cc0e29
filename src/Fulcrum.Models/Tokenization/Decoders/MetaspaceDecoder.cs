namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>Turns SentencePiece's space mark into blanks; the first token loses its mark where encoding had put one there.</summary>
internal sealed class MetaspaceDecoder(char replacement, bool hasPrefix) : IDecoder
{
    public IEnumerable<string> Decode(IEnumerable<string> tokens) =>
        tokens.Select((token, i) => i == 0 && hasPrefix
            ? token.Replace(replacement.ToString(), "", StringComparison.Ordinal)
            : token.Replace(replacement, ' '));
}
