using Fulcrum.Data.Cleaning;
using MimeKit;

namespace Fulcrum.Data.Mail;

/// <summary>MIME mail (RFC 2045 to 2049, RFC 5322) to the text that a reader of the mail would see.</summary>
internal static class MailConverter
{
    /// <summary>Parts that nest deeper are named as attachments.</summary>
    private static readonly ParserOptions Options = new() { MaxMimeDepth = 100 };

    /// <summary>Converts the bytes of one mail. Whatever is wrong with it, there is a text.</summary>
    public static ConvertedMail Convert(byte[] mail, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = new MemoryStream(mail, writable: false);
            using var message = new MimeParser(Options, stream, MimeFormat.Entity).ParseMessage(cancellationToken);
            var subject = message.Subject?.Trim() ?? "";
            var (body, remarks) = MailBody.Of(message, cancellationToken);
            return new ConvertedMail($"{subject}\n\n{body}", HeadersOf(message), subject.Length > 0 ? remarks : [.. remarks.Where(remark => remark != MailBody.WithoutBody)]);
        }
        catch (FormatException)
        {
            // Not even a header: what is there is the text.
            return Raw(mail, []);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            return Raw(mail, ["that cannot be decoded, taken as it is"]);
        }
    }

    private static ConvertedMail Raw(byte[] mail, IReadOnlyCollection<string> remarks) =>
        new(TextDecoder.Decode(mail).Text, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), remarks);

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
