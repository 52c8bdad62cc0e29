using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Mail;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>A mailbox file whose mails carry their label in a header: the one that <see cref="DataSource.Label"/> names, else <c>X-Label</c>.</summary>
internal sealed class MboxReader : IDatasetReader
{
    private const string DefaultHeader = "X-Label";

    public string Format => "a mailbox with labels in a header (.mbox)";

    public bool Accepts(string path) => File.Exists(path) && IsMbox(path);

    /// <summary>Whether a file is called a mailbox, or begins as one and is not called anything else that is read: mail programs give theirs no extension.</summary>
    public static bool IsMbox(string path) =>
        FileName.HasExtension(path, ".mbox") || (!FileName.HasExtension(path, ".txt", ".eml", ".html", ".htm") && Mailbox.Begins(FileHead.Of(path)));

    public IAsyncEnumerable<SourceRow> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken) =>
        Rows(path, context, cancellationToken).ToAsyncEnumerable();

    private static IEnumerable<SourceRow> Rows(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        if (!context.NeedsLabels)
        {
            foreach (var mail in Mails(path, folder: "", context, cancellationToken)) yield return mail;
            yield break;
        }

        var header = context.Source.Label ?? DefaultHeader;
        var isLabeled = false;
        foreach (var mail in Mails(path, folder: "", context, cancellationToken))
        {
            var label = mail.Fields.GetValueOrDefault(header, "");
            isLabeled |= label.Length > 0;
            yield return mail with { Fields = Without(mail.Fields, header), Label = label, IsLabelCell = true };
        }

        if (!isLabeled)
        {
            throw new InputException(new InputError($"No mail of this mailbox has a header `{header}` with its label.")
            {
                File = context.NameOf(path),
                Remedy = "Name the header that holds the label (data: label:), or give a folder with one mailbox per label.",
            });
        }
    }

    /// <summary>The mails of a mailbox in order, without labels, read one at a time; what is to be said of them is noted.</summary>
    /// <param name="path">The mailbox.</param>
    /// <param name="folder">What is put before their ids.</param>
    /// <param name="context">Takes the notes.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InputException">There is none, or what is there is no mailbox.</exception>
    public static IEnumerable<SourceRow> Mails(string path, string folder, ReadingContext context, CancellationToken cancellationToken)
    {
        using var mailbox = TextFile.OpenBytes(path, context);
        var name = context.NameOf(path);
        foreach (var (index, mail) in Mailbox.Read(mailbox, name, cancellationToken).Index())
        {
            var row = new SourceRow(name, index + 1, mail.Headers) { Id = folder + SourceRow.NumberedId(name, index + 1), Text = mail.Text };
            mail.AddTo(context.Notes, row.Id);
            yield return row;
        }
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> headers, string name) =>
        headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
}
