namespace Fulcrum.Data.Cleaning;

/// <summary>Decodes what is in memory as <see cref="DecodedText"/> decodes files.</summary>
internal static class TextDecoder
{
    /// <summary>The text without a byte order mark, and what part of it had to be read in another encoding than UTF-8.</summary>
    public static (string Text, string? Encoding) Decode(ReadOnlySpan<byte> bytes)
    {
        using var text = new DecodedText(new MemoryStream(bytes.ToArray(), writable: false));
        var decoded = text.ReadToEnd();
        return (decoded, text.IsMarked ? null : text.Encoding?.Name);
    }
}
