using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Reading;

/// <summary>A folder with a sub-folder of text or mail files per label, or with one mbox file per label.</summary>
internal sealed class LabelFolderReader : IDatasetReader
{
    public string Format => "a folder with a sub-folder of .txt or .eml files (or an .mbox file) per label";

    public bool Accepts(string path) => Directory.Exists(path) && LabelFolder.HasFiles(path);

    public async Task<IReadOnlyList<SourceRow>> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var rows = new List<SourceRow>();
        var undecodable = 0;
        foreach (var (label, file) in LabelFolder.FilesIn(path, context.Notes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = context.NameOf(file);
            var bytes = await TextFile.ReadBytesAsync(file, context, cancellationToken).ConfigureAwait(false);
            var id = Path.GetRelativePath(path, file).Replace('\\', '/');
            if (MboxReader.IsMbox(file))
            {
                var folder = id[..(id.LastIndexOf('/') + 1)];
                rows.AddRange(MboxReader.Mails(bytes, name, folder, context, cancellationToken).Select(mail => mail with { Label = label }));
                continue;
            }

            var (text, fallbackLines) = TextDecoder.Decode(bytes);
            if (IsMail(file, text))
            {
                var mail = MailConverter.Convert(bytes, cancellationToken);
                mail.AddTo(context.Notes, id);
                rows.Add(new SourceRow(name, 1, mail.Headers) { Id = id, Text = mail.Text, Label = label });
                continue;
            }

            if (fallbackLines > 0) undecodable++;
            if (TextFile.HasExtension(file, ".html", ".htm")) text = HtmlToText.Convert(text, cancellationToken).Text;
            rows.Add(new SourceRow(name, 1, new Dictionary<string, string>()) { Id = id, Text = text, Label = label });
        }

        if (undecodable > 0) context.Notes.Add($"{Count.Of(undecodable, "file")} not valid UTF-8, read as Windows-1252.");
        return rows;
    }

    private static bool IsMail(string file, string text) =>
        file.EndsWith(".eml", StringComparison.OrdinalIgnoreCase)
        || (!TextFile.HasExtension(file, ".html", ".htm") && MailDetector.LooksLikeMail(text));
}
