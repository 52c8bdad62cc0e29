using System.Text;

namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>Reads tokens of the <see cref="ByteAlphabet"/> as UTF-8; what is not UTF-8 becomes U+FFFD.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public IEnumerable<string> Decode(IEnumerable<string> tokens) =>
        [Encoding.UTF8.GetString(tokens.SelectMany(ByteAlphabet.ToBytes).ToArray())];
}
