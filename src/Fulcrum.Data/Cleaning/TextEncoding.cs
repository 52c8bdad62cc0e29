using System.Text;

namespace Fulcrum.Data.Cleaning;

/// <summary>An encoding with the name by which people know it.</summary>
internal sealed record TextEncoding(string Name, Encoding Encoding)
{
    public static TextEncoding OfCodePage(string name, int codePage) => new(name, CodePagesEncodingProvider.Instance.GetEncoding(codePage)!);

    /// <summary>A decoder that counts what it cannot decode.</summary>
    public Decoder Decoder(UndecodableBytes undecodable)
    {
        // Of the decoder alone it would be ignored: code pages prefer the best fit of their encoding.
        var counting = (Encoding)Encoding.Clone();
        counting.DecoderFallback = undecodable;
        return counting.GetDecoder();
    }
}
