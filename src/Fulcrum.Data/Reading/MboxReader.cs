using System.Runtime.CompilerServices;
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

    public async IAsyncEnumerable<SourceRow> ReadAsync(
        string path, ReadingContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var header = context.Source.Label ?? DefaultHeader;
        var bytes = await TextFile.ReadBytesAsync(path, context, cancellationToken).ConfigureAwait(false);
        var isLabelled = false;
        foreach (var (index, mail) in Mails(bytes, context.NameOf(path), cancellationToken).Index())
        {
            var label = mail.Headers.GetValueOrDefault(header, "");
            isLabelled |= label.Length > 0;
            yield return new SourceRow(context.NameOf(path), index + 1, Without(mail.Headers, header)) { Text = mail.Text, Label = label };
        }

        if (!isLabelled)
        {
            throw new InputException(new InputError($"No mail of this mailbox has a header `{header}` with its label.")
            {
                File = context.NameOf(path),
                Remedy = "Name the header that holds the label (data: label:), or give a folder with one mailbox per label.",
            });
        }
    }

    /// <summary>The mails of a mailbox in order.</summary>
    /// <exception cref="InputException">There is none, or what is there is no mailbox.</exception>
    public static IReadOnlyList<ConvertedMail> Mails(byte[] mailbox, string name, CancellationToken cancellationToken)
    {
        if (!mailbox.AsSpan().ContainsAnyExcept("\r\n\t "u8)) throw Unusable("The mailbox is empty.", name);
        using var stream = new MemoryStream(mailbox, writable: false);
        var parser = new MimeParser(stream, MimeFormat.Mbox);
        var mails = new List<ConvertedMail>();
        try
        {
            while (!parser.IsEndOfStream)
            {
                using var mail = parser.ParseMessage(cancellationToken);
                mails.Add(MailConverter.Convert(mail));
            }
        }
        catch (FormatException e)
        {
            throw Unusable(
                mails.Count == 0
                    ? "This is no mailbox: it does not begin with a line `From …`."
                    : string.Create(Invariant, $"What follows mail {mails.Count} of this mailbox is no mail."),
                name,
                e);
        }

        return mails;
    }

    private static InputException Unusable(string message, string name, Exception? cause = null) =>
        new(new InputError(message) { File = name, Remedy = "Export the mailbox again as mbox, or give a folder with a sub-folder of .eml files per label." }, cause);

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> headers, string name) =>
        headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
}
