using System.Text;
using System.Text.RegularExpressions;
using Fulcrum.Data.Cleaning;

namespace Fulcrum.Data.Mail;

/// <summary>
/// Bytes of a mail's part to text. The charset is believed unless it is missing, unknown, one that badly made mails name for
/// anything, or the bytes are UTF-8 after all: mails that were stored in JSON or CSV have been recoded without a change to
/// their headers. Then HTML is asked for its <c>meta</c>, and the rest is guessed.
/// </summary>
internal static partial class MailCharset
{
    /// <summary>Where browsers look for a <c>meta</c>.</summary>
    private const int Head = 1024;

    static MailCharset() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text, and what is to be said of how it was found.</summary>
    /// <param name="bytes">The part's content.</param>
    /// <param name="charset">What the part's header names.</param>
    /// <param name="isHtml">Whether a <c>meta</c> may name it.</param>
    public static (string Text, string? Remark) Decode(byte[] bytes, string? charset, bool isHtml)
    {
        var isUtf8 = !Ascii.IsValid(bytes) && System.Text.Unicode.Utf8.IsValid(bytes);
        if (!isUtf8)
        {
            if (Named(bytes, charset) is { } named) return named;
            if (isHtml && Named(bytes, InMeta(bytes)) is { } inMeta) return inMeta;
        }

        var (text, encoding) = TextDecoder.Decode(bytes);
        return (text, encoding is null ? null : $"without a valid charset, read as {encoding}");
    }

    /// <summary>The text by the number of a Windows code page, else by guess.</summary>
    public static string Decode(byte[] bytes, int codePage) => Decoded(bytes, () => Encoding.GetEncoding(codePage)) ?? TextDecoder.Decode(bytes).Text;

    /// <summary>The text by the charset of that name; <see langword="null"/> where the name means nothing.</summary>
    private static (string Text, string? Remark)? Named(byte[] bytes, string? charset)
    {
        charset = charset?.Trim().ToUpperInvariant();
        if (charset is null or "" or "US-ASCII" or "ASCII" or "UTF-8" or "UTF8") return null;
        if (Utf7.Is(charset)) return (Utf7.Decode(bytes), "in UTF-7, decoded");
        return Decoded(bytes, () => Encoding.GetEncoding(charset)) is { } text ? (text, null) : null;
    }

    /// <summary>The text by the encoding; <see langword="null"/> where there is none or it fails. Whatever decoders throw ends here: their names come from the mail.</summary>
    private static string? Decoded(byte[] bytes, Func<Encoding> encoding)
    {
        try
        {
            return encoding().GetString(bytes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static string? InMeta(byte[] html)
    {
        var name = MetaCharset().Match(Encoding.Latin1.GetString(html, 0, Math.Min(html.Length, Head))).Groups["name"];
        return name.Success ? name.Value : null;
    }

    /// <summary><c>&lt;meta charset="x"&gt;</c> and <c>&lt;meta http-equiv="Content-Type" content="text/html; charset=x"&gt;</c>.</summary>
    [GeneratedRegex("""<meta\s[^>]*charset\s*=\s*["']?\s*(?<name>[^\s"'/;>]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex MetaCharset();
}
