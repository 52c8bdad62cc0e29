using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Mail;
using MimeKit;

namespace Fulcrum.Data.Reading;

/// <summary>A mailbox file whose mails carry their label in a header: the one that <see cref="DataSource.Label"/> names, else <c>X-Label</c>.</summary>
internal sealed class MboxReader : IDatasetReader
{
    private const string DefaultHeader = "X-Label";

    public string Format => "a mailbox with labels in a header (.mbox)";

    public bool Accepts(string path) => File.Exists(path) && IsMbox(path);

    public static bool IsMbox(string path) => TextFile.HasExtension(path, ".mbox");

    public async Task<IReadOnlyList<SourceRow>> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var header = context.Source.Label ?? DefaultHeader;
        var bytes = await TextFile.ReadBytesAsync(path, context, cancellationToken).ConfigureAwait(false);
        var rows = Mails(bytes, cancellationToken)
            .Select((mail, index) => new SourceRow(context.NameOf(path), index + 1, mail.Headers)
            {
                Text = mail.Text,
                Label = mail.Headers.GetValueOrDefault(header, ""),
            })
            .ToList();
        if (rows.Count > 0 && rows.All(row => row.Label!.Length == 0))
        {
            throw new InputException(new InputError($"No mail of this mailbox has a header '{header}' with its label.")
            {
                File = context.NameOf(path),
                Remedy = "Name the header that holds the label (data: label:), or give a folder with one mailbox per label.",
            });
        }

        return [.. rows.Select(row => row with { Fields = Without(row.Fields, header) })];
    }

    /// <summary>The mails of a mailbox in order.</summary>
    public static IEnumerable<ConvertedMail> Mails(byte[] mailbox, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(mailbox, writable: false);
        var parser = new MimeParser(stream, MimeFormat.Mbox);
        while (!parser.IsEndOfStream)
        {
            using var mail = parser.ParseMessage(cancellationToken);
            yield return MailConverter.Convert(mail);
        }
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> headers, string name) =>
        headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
}
