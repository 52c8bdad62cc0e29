using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fulcrum.Samples.Templates;
using MimeKit;
using MimeKit.Utils;

namespace Fulcrum.Samples.MailProtect;

/// <summary>Makes one mail of a family: words, thread, typing errors, MIME parts and headers. Nothing here looks at the label.</summary>
internal static partial class MailComposer
{
    private static readonly DateTimeOffset FirstDay = new(2026, 1, 5, 7, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FirstShiftedDay = new(2026, 10, 5, 7, 0, 0, TimeSpan.Zero);
    private static readonly FormatOptions Format = NewFormat();

    /// <summary>The source of the mail.</summary>
    public static string Compose(MailFamily family, Scene scene)
    {
        SeededRandom random = scene.Random;
        HashSet<string> disguises = [.. family.Disguises.Where(_ => random.Chance(60))];
        DateTimeOffset date = (family.Part == "shift" ? FirstShiftedDay : FirstDay)
            .AddDays(random.Below(family.Part == "shift" ? 80 : 260))
            .AddMinutes(random.Below(12 * 60));
        SetDates(scene, date);

        List<string> body = Paragraph.Render(family.Body, scene);
        QuotedMail? quoted = Quoted(family, scene, date);
        string subject = random.Pick(family.Subjects).Render(scene).Trim();
        if (quoted is not null && !AnswerOrForward().IsMatch(subject))
        {
            subject = (quoted.Forwarded ? "Fwd: " : "Re: ") + subject;
        }

        if (random.Chance(family.Automatic ? 6 : 40))
        {
            body = [.. body.Select(text => Typos.Add(text, random))];
        }

        if (disguises.Contains("homoglyphs"))
        {
            (subject, body) = (Disguise.Homoglyphs(subject, random), [.. body.Select(text => Disguise.Homoglyphs(text, random))]);
        }

        if (disguises.Contains("zero-width"))
        {
            (subject, body) = (Disguise.ZeroWidth(subject, random), [.. body.Select(text => Disguise.ZeroWidth(text, random))]);
        }

        if (disguises.Contains("padding"))
        {
            body[0] = Disguise.Padding(random) + body[0];
        }

        MimeEntity text = disguises.Contains("pictures")
            ? Part("html", MailText.Pictures(body), random, disguises.Contains("base64"))
            : Text(family, body, quoted, random, disguises.Contains("base64"));
        var message = new MimeMessage { Body = WithAttachment(text, family, scene) };
        AddHeaders(message, family, scene, subject, date, quoted);
        using var stream = new MemoryStream();
        message.WriteTo(Format, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void SetDates(Scene scene, DateTimeOffset date)
    {
        Set("today", date, "d MMMM");
        Set("yesterday", date.AddDays(-1), "d MMMM");
        Set("weekday", WorkingDay(date.AddDays(1 + scene.Random.Below(4))), "dddd");
        Set("day", WorkingDay(date.AddDays(3 + scene.Random.Below(18))), "d MMMM");
        Set("day.past", WorkingDay(date.AddDays(-5 - scene.Random.Below(18))), "d MMMM");
        Set("month", date, "MMMM");
        Set("month.past", date.AddMonths(-1), "MMMM");
        Set("year", date, "yyyy");

        void Set(string slot, DateTimeOffset value, string format) => scene[slot] = value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset WorkingDay(DateTimeOffset date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday => date.AddDays(2),
        DayOfWeek.Sunday => date.AddDays(1),
        _ => date,
    };

    private static QuotedMail? Quoted(MailFamily family, Scene scene, DateTimeOffset date)
    {
        bool chatter = family.QuotedSender is null;
        if (chatter && (family.Automatic || !scene.Random.Chance(25)))
        {
            return null;
        }

        List<string> paragraphs = chatter ? [scene["chatter"]] : Paragraph.Render(family.Quoted, scene);
        string sender = chatter ? $"{scene["me.name"]} <{scene["me.mail"]}>" : family.QuotedSender!.Render(scene);
        string when = date.AddDays(-scene.Random.Below(3)).AddMinutes(-20 - scene.Random.Below(200)).ToString("ddd, d MMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture);
        return new QuotedMail(
            family.Forwards ? $"---------- Forwarded message ----------\nFrom: {sender}\nDate: {when}" : $"On {when}, {sender} wrote:",
            family.Forwards,
            paragraphs);
    }

    private static MimeEntity Text(MailFamily family, List<string> body, QuotedMail? quoted, SeededRandom random, bool base64)
    {
        string html = MailText.Html(body, quoted, family.Automatic);
        MimeEntity plain = Part("plain", MailText.Plain(body, quoted), random, base64);
        return random.Below(100) switch
        {
            < 30 => plain,
            < 75 => Multipart("alternative", random, plain, Part("html", html, random, base64)),
            _ when family.Automatic => Part("html", html, random, base64),
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

        string name = family.Attachment.Render(scene);
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

    private static void AddHeaders(MimeMessage message, MailFamily family, Scene scene, string subject, DateTimeOffset date, QuotedMail? quoted)
    {
        SeededRandom random = scene.Random;
        string[] from = family.From.Render(scene).Split('<');
        string address = from[1].TrimEnd('>');
        string domain = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        message.Headers.Add("Received", $"from {domain} ({scene["host"]}) by mx.{scene["company.domain"]}; {DateUtils.FormatDate(date)}");
        message.From.Add(new MailboxAddress(from[0].Trim(), address));
        message.To.Add(new MailboxAddress(random.Chance(70) ? scene["me.name"] : "", scene["me.mail"]));
        message.Subject = subject;
        message.Date = date;
        message.MessageId = $"{Hex(random)}@{domain}";
        if (quoted is { Forwarded: false })
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

    [GeneratedRegex("^(Re|Fwd):")]
    private static partial Regex AnswerOrForward();
}
