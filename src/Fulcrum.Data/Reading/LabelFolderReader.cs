using System.Runtime.CompilerServices;
using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Mail;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>A folder with a sub-folder of text or mail files per label, or with one mbox file per label.</summary>
internal sealed class LabelFolderReader : IDatasetReader
{
    public string Format => "a folder with a sub-folder of .txt or .eml files (or an .mbox file) per label";

    public bool Accepts(string path) => Directory.Exists(path) && LabelFolder.HasFiles(path);

    public async IAsyncEnumerable<SourceRow> ReadAsync(
        string path, ReadingContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (label, file) in LabelFolder.FilesIn(path, context))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = context.NameOf(file);
            var id = Path.GetRelativePath(path, file).Replace('\\', '/');
            if (MboxReader.IsMbox(file))
            {
                var folder = id[..(id.LastIndexOf('/') + 1)];
                foreach (var mail in MboxReader.Mails(file, folder, context, cancellationToken)) yield return mail with { Label = label };
                continue;
            }

            var bytes = await TextFile.ReadBytesAsync(file, context, cancellationToken).ConfigureAwait(false);
            var (text, encoding) = TextDecoder.Decode(bytes);
            if (IsMail(file, text))
            {
                var mail = MailConverter.Convert(bytes, cancellationToken);
                mail.AddTo(context.Notes, id);
                yield return new SourceRow(name, 1, mail.Headers) { Id = id, Text = mail.Text, Label = label };
                continue;
            }

            if (encoding is not null) context.Notes.AddRow("file", $"not valid UTF-8, read as {encoding}", id);
            if (FileName.HasExtension(file, ".html", ".htm")) text = HtmlToText.Convert(text, cancellationToken).Text;
            yield return new SourceRow(name, 1, new Dictionary<string, string>()) { Id = id, Text = text, Label = label };
        }
    }

    private static bool IsMail(string file, string text) =>
        file.EndsWith(".eml", StringComparison.OrdinalIgnoreCase)
        || (!FileName.HasExtension(file, ".html", ".htm") && MailDetector.LooksLikeMail(text));
}
