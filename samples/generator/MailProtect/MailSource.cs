using System.Globalization;
using System.Text;
using Fulcrum.Samples.Templates;
using MimeKit;
using MimeKit.Utils;

namespace Fulcrum.Samples.MailProtect;

/// <summary>A mail's source: MIME parts (RFC 2045, 2046) and headers (RFC 5322). Form is drawn without a look at the label.</summary>
internal static class MailSource
{
    private static readonly FormatOptions Format = NewFormat();

    /// <summary>The source, lines ending in LF.</summary>
    public static string Write(MailFamily family, Scene scene, MailDraft mail)
    {
        var message = new MimeMessage { Body = WithAttachment(Text(family, mail, scene.Random), family, scene) };
        AddHeaders(message, family, scene, mail);
        using var stream = new MemoryStream();
        message.WriteTo(Format, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static MimeEntity Text(MailFamily family, MailDraft mail, SeededRandom random)
    {
        if (mail.Pictures)
        {
            return Part("html", MailText.Pictures(mail.Body), random, mail.Base64);
        }

        string html = MailText.Html(mail.Body, mail.Quoted, family.Automatic);
        MimeEntity plain = Part("plain", MailText.Plain(mail.Body, mail.Quoted), random, mail.Base64);
        return random.Below(100) switch
        {
            < 30 => plain,
            < 75 => Multipart("alternative", random, plain, Part("html", html, random, mail.Base64)),
            _ when family.Automatic => Part("html", html, random, mail.Base64),
            _ => plain,
        };
    }

    private static TextPart Part(string subtype, string text, SeededRandom random, bool base64)
    {
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text);
        part.ContentTransferEncoding =
            base64 || random.Chance(8) ? ContentEncoding.Base64
            : Ascii.IsValid(text) && text.Split('\n').All(line => line.Length < 900) ? ContentEncoding.SevenBit
            : random.Chance(50) ? ContentEncoding.QuotedPrintable : ContentEncoding.EightBit;
        return part;
    }

    private static MimeEntity WithAttachment(MimeEntity text, MailFamily family, Scene scene)
    {
        if (family.Attachment is null)
        {
            return text;
        }

        string name = family.Attachment.Write(scene);
        var content = new MemoryStream(Encoding.ASCII.GetBytes($"Synthetic sample: stands for {name}.\n"));
        var file = new MimePart(MimeTypes.GetMimeType(name))
        {
            Content = new MimeContent(content),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
            ContentTransferEncoding = ContentEncoding.Base64,
        };
        return Multipart("mixed", scene.Random, text, file);
    }

    private static Multipart Multipart(string subtype, SeededRandom random, params MimeEntity[] parts)
    {
        // MimeKit would draw the boundary from the clock.
        var multipart = new Multipart(subtype) { Boundary = Hex(random) };
        foreach (MimeEntity part in parts)
        {
            multipart.Add(part);
        }

        return multipart;
    }

    private static void AddHeaders(MimeMessage message, MailFamily family, Scene scene, MailDraft mail)
    {
        SeededRandom random = scene.Random;
        string[] from = family.From.Write(scene).Split('<');
        string address = from[1].TrimEnd('>');
        string domain = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        message.Headers.Add("Received", $"from {domain} ({scene["host"]}) by mx.{scene["company.domain"]}; {DateUtils.FormatDate(mail.Date)}");
        message.From.Add(new MailboxAddress(from[0].Trim(), address));
        message.To.Add(new MailboxAddress(random.Chance(70) ? scene["me.name"] : "", scene["me.mail"]));
        message.Subject = mail.Subject;
        message.Date = mail.Date;
        message.MessageId = $"{Hex(random)}@{domain}";
        if (mail.Quoted is { Forwarded: false })
        {
            message.InReplyTo = $"{Hex(random)}@{scene["company.domain"]}";
        }

        if (family.Automatic && random.Chance(40))
        {
            message.Headers.Add("List-Unsubscribe", $"<mailto:unsubscribe@{domain}>");
        }

        if (random.Chance(25))
        {
            message.Headers.Add("X-Mailer", scene["mailer"]);
        }
    }

    private static string Hex(SeededRandom random) => random.Bits().ToString("x16", CultureInfo.InvariantCulture);

    private static FormatOptions NewFormat()
    {
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Unix;
        return format;
    }
}
