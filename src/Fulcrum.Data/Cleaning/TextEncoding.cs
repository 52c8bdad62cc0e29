using System.Text;

namespace Fulcrum.Data.Cleaning;

/// <summary>An encoding with the name by which people know it.</summary>
internal sealed record TextEncoding(string Name, Encoding Encoding)
{
    public static TextEncoding OfCodePage(string name, int codePage) => new(name, CodePagesEncodingProvider.Instance.GetEncoding(codePage)!);

    /// <summary>A decoder that counts what it cannot decode.</summary>
    public Decoder Decoder(UndecodableBytes undecodable)
    {
        var counting = (Encoding)Encoding.Clone();
        counting.DecoderFallback = undecodable;
        return counting.GetDecoder();
    }
}
