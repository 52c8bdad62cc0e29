using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Tnef;

namespace Fulcrum.Data.Mail;

/// <summary>
/// Chooses what of a mail is its text: of alternatives the one that holds words, of other parts all that are text, a forwarded
/// mail's text included, and the body that Outlook packs into <c>winmail.dat</c>. The content type decides how a part is read.
/// </summary>
internal sealed partial class MailBody
{
    /// <summary>Many senders add a plain part that only says "your reader cannot show HTML"; shorter ones than this give way to HTML with words.</summary>
    private const int ShortestPlainBody = 40;

    private const int MostMailsInMail = 20;

    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<string> _remarks = [];
    private readonly List<string> _attachments = [];

    /// <summary>Whether texts that are attached, or of another type than mail programs show, count too.</summary>
    private bool _takesAnyText;

    // A winmail.dat names its code page, and MimeKit asks .NET for it.
    static MailBody() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private MailBody(CancellationToken cancellationToken) => _cancellationToken = cancellationToken;

    /// <summary>The body's text with its attachments named behind it, and what is to be said of it.</summary>
    public static (string Text, IReadOnlyCollection<string> Remarks) Of(MimeMessage mail, CancellationToken cancellationToken)
    {
        var body = new MailBody(cancellationToken);
        if (mail.Body is null) return ("", [WithoutBody]);
        mail.Body = body.Unpack(mail.Body, depth: 0);
        var shown = body.Shown(mail.Body);
        if (!shown.HasWords)
        {
            body._takesAnyText = true;
            if (body.Shown(mail.Body) is { HasWords: true } attached) shown = attached;
            else body._takesAnyText = false;
        }

        if (shown.Text.Length == 0) body._remarks.Add(WithoutBody);
        body.Name(mail.Body);
        return (shown.Text + string.Concat(body._attachments.Select(name => $"\n[attachment: {name}]")), body._remarks);
    }

    /// <summary>The remark on a mail of which nothing but the subject is left.</summary>
    public const string WithoutBody = "with a subject only";

    /// <summary>The entity with what is packed in <c>winmail.dat</c> (TNEF) in its place.</summary>
    private MimeEntity Unpack(MimeEntity entity, int depth)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (depth > MostMailsInMail) return entity;
        switch (entity)
        {
            case Multipart parts:
                for (var i = 0; i < parts.Count; i++)
                {
                    var unpacked = Unpack(parts[i], depth);
                    if (unpacked != parts[i]) parts[i] = unpacked;
                }

                return parts;
            case MessagePart { Message.Body: { } forwarded } message:
                message.Message.Body = Unpack(forwarded, depth + 1);
                return message;
            case TnefPart packed when Opened(packed) is { } opened:
                return Unpack(opened, depth + 1);
            default:
                return entity;
        }
    }

    private MimeEntity? Opened(TnefPart packed)
    {
        try
        {
            return packed.ConvertToMessage().Body;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _remarks.Add("with a winmail.dat that cannot be read");
            return null;
        }
    }

    private ShownText Shown(MimeEntity entity)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return entity switch
        {
            MultipartAlternative { Count: > 0 } alternatives => BestOf(alternatives),
            Multipart { Count: 0 } parts => WithoutParts(parts.Preamble?.Trim() ?? ""),
            Multipart parts => Together(parts.Select(Shown)),
            MessagePart { Message: { } mail } => Forwarded(mail),
            TextPart text when IsShown(text) => Shown(text),
            _ => ShownText.Nothing,
        };
    }

    /// <summary>A multipart mail whose boundary never comes: another one may, else all of it is text.</summary>
    private ShownText WithoutParts(string text)
    {
        if (UnnamedBoundary().Match(text) is not { Success: true } match) return ShownText.Of(text);
        using var mended = new MemoryStream(Encoding.UTF8.GetBytes($"Content-Type: multipart/mixed; boundary=\"{match.Groups["boundary"].Value}\"\n\n{text}"));
        using var parts = MimeEntity.Load(mended, _cancellationToken);
        return parts is Multipart { Count: > 0 } ? Shown(parts) : ShownText.Of(text);
    }

    private ShownText BestOf(MultipartAlternative alternatives)
    {
        ShownText plain = ShownText.Nothing, rich = ShownText.Nothing;
        foreach (var alternative in alternatives.OrderBy(Richness))
        {
            if (Richness(alternative) == 0) plain = Better(Shown(alternative), plain);
            else if (!IsLong(plain)) rich = Better(Shown(alternative), rich);
        }

        return IsLong(plain) || !rich.HasWords ? Better(plain, rich) : rich;

        static bool IsLong(ShownText text) => text is { HasWords: true, Text.Length: >= ShortestPlainBody };

        static ShownText Better(ShownText one, ShownText other) =>
            one.HasWords != other.HasWords ? (one.HasWords ? one : other) : one.Text.Length > 0 ? one : other;
    }

    /// <summary>0: plain text or none; 1: Rich Text Format and others; 2: HTML.</summary>
    private static int Richness(MimeEntity entity) => entity switch
    {
        TextPart text => text.IsPlain ? 0 : text.IsHtml ? 2 : 1,
        Multipart parts => parts.Select(Richness).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static ShownText Together(IEnumerable<ShownText> parts)
    {
        var texts = new StringBuilder();
        var hasWords = false;
        foreach (var part in parts)
        {
            hasWords |= part.HasWords;
            if (part.Text.Length == 0) continue;
            if (texts.Length > 0) texts.Append("\n\n");
            texts.Append(part.Text);
        }

        return new ShownText(texts.ToString(), hasWords);
    }

    private ShownText Forwarded(MimeMessage mail)
    {
        var subject = mail.Subject?.Trim() ?? "";
        var body = mail.Body is null ? ShownText.Nothing : Shown(mail.Body);
        return new ShownText(
            $"[forwarded mail{(subject.Length > 0 ? $": {subject}" : "")}]\n{body.Text}".TrimEnd(),
            body.HasWords || ShownText.HoldsWords(subject));
    }

    private bool IsShown(TextPart text) => _takesAnyText || (!text.IsAttachment && (text.IsPlain || text.IsHtml || text.IsRichText));

    private ShownText Shown(TextPart part)
    {
        if (part.Content is null) return ShownText.Nothing;
        using var content = new MemoryStream();
        part.Content.DecodeTo(content, _cancellationToken);
        if (part.IsRichText) return ShownText.Of(RtfToText.Convert(content.ToArray(), _cancellationToken));
        var (text, remark) = MailCharset.Decode(content.ToArray(), part.ContentType.Charset, part.IsHtml);
        if (remark is not null) _remarks.Add(remark);
        if (part.IsHtml || (!part.Headers.Contains(HeaderId.ContentType) && BeginsAsHtml(text))) return HtmlToText.Convert(text, _cancellationToken);
        return ShownText.Of(text.Trim());
    }

    /// <summary>Where no content type is given, the document's first tag says what it is.</summary>
    private static bool BeginsAsHtml(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<body", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Names what is not text.</summary>
    private void Name(MimeEntity entity)
    {
        switch (entity)
        {
            case Multipart parts:
                foreach (var part in parts) Name(part);
                break;
            case MessagePart { Message: { } mail }:
                if (mail.Body is not null) Name(mail.Body);
                break;
            case MimePart part when part is not TextPart text || !IsShown(text):
                _attachments.Add(part.FileName is { } name ? $"{name} ({part.ContentType.MimeType})" : part.ContentType.MimeType);
                break;
        }
    }

    [GeneratedRegex("""^--(?<boundary>[0-9A-Za-z'()+_,\-./:=?]{1,70})\r?\nContent-[A-Za-z\-]+:""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex UnnamedBoundary();
}
