using System.Text;
using Fulcrum.Data.Cleaning;
using MimeKit;

namespace Fulcrum.Data.Mail;

/// <summary>MIME mail (RFC 2045 to 2049, RFC 5322) to the text that a reader of the mail would see.</summary>
internal static class MailConverter
{
    /// <summary>Many senders add a plain part that only says "your reader cannot show HTML"; shorter ones than this do not count.</summary>
    private const int ShortestPlainBody = 40;

    static MailConverter() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Converts the bytes of one mail.</summary>
    public static ConvertedMail Convert(byte[] mail)
    {
        using var stream = new MemoryStream(mail, writable: false);
        try
        {
            using var message = new MimeParser(stream, MimeFormat.Entity).ParseMessage();
            return Convert(message);
        }
        catch (FormatException)
        {
            // Not even a header: what is there is the text.
            return new ConvertedMail(TextDecoder.Decode(mail).Text, new Dictionary<string, string>());
        }
    }

    /// <summary>Converts a parsed mail.</summary>
    public static ConvertedMail Convert(MimeMessage mail)
    {
        var plain = new StringBuilder();
        var html = new StringBuilder();
        var attachments = new StringBuilder();
        foreach (var part in mail.BodyParts)
        {
            if (part is TextPart { IsAttachment: false } text && (text.IsHtml || text.IsPlain))
                AppendParagraph(text.IsHtml ? html : plain, TextOf(text));
            else
                attachments.Append("\n[attachment: ").Append(NameOf(part)).Append(']');
        }

        var body = LooksLikeHtml(plain) ? HtmlToText.Convert(plain.ToString()) : plain.ToString().Trim();
        if (body.Length < ShortestPlainBody && html.Length > 0) body = HtmlToText.Convert(html.ToString());
        return new ConvertedMail($"{mail.Subject?.Trim()}\n\n{body}{attachments}", HeadersOf(mail));
    }

    private static void AppendParagraph(StringBuilder body, string text)
    {
        if (body.Length > 0) body.Append("\n\n");
        body.Append(text);
    }

    /// <summary>
    /// The charset is believed unless it is missing, unknown, one that badly made mails name for anything, or the bytes are
    /// UTF-8 after all: mails that were stored in JSON or CSV have been recoded without a change to their headers.
    /// </summary>
    private static string TextOf(TextPart part)
    {
        if (part.Content is null) return "";
        using var content = new MemoryStream();
        part.Content.DecodeTo(content);
        var bytes = content.ToArray();
        var charset = part.ContentType.Charset?.Trim().ToUpperInvariant();
        var isUtf8 = !Ascii.IsValid(bytes) && System.Text.Unicode.Utf8.IsValid(bytes);
        if (isUtf8 || charset is null or "" or "US-ASCII" or "ASCII" or "UTF-8") return TextDecoder.Decode(bytes).Text;
        try
        {
            return Encoding.GetEncoding(charset).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return TextDecoder.Decode(bytes).Text;
        }
    }

    private static bool LooksLikeHtml(StringBuilder text)
    {
        var start = text.ToString(0, Math.Min(text.Length, 2000));
        return start.Contains("<html", StringComparison.OrdinalIgnoreCase) || start.Contains("<body", StringComparison.OrdinalIgnoreCase);
    }

    private static string NameOf(MimeEntity part) => part switch
    {
        MessagePart { Message.Subject: { } subject } => $"mail '{subject}'",
        MimePart { FileName: { } name } => $"{name} ({part.ContentType.MimeType})",
        _ => part.ContentType.MimeType,
    };

    private static Dictionary<string, string> HeadersOf(MimeMessage mail)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in mail.Headers)
        {
            if (header.Id == HeaderId.Subject) continue;
            var value = header.Value.Trim();
            headers[header.Field] = headers.TryGetValue(header.Field, out var before) ? $"{before}\n{value}" : value;
        }

        return headers;
    }
}
