using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Reading;

/// <summary>A folder with a sub-folder of text or mail files per label, or with one mbox file per label.</summary>
internal sealed class LabelFolderReader : IDatasetReader
{
    private static readonly string[] Extensions = [".txt", ".eml", ".html", ".htm", ".mbox", ""];

    public string Format => "a folder with a sub-folder of .txt or .eml files (or an .mbox file) per label";

    public bool Accepts(string path) => Directory.Exists(path) && LabelsIn(path).Any();

    public async Task<IReadOnlyList<SourceRow>> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var rows = new List<SourceRow>();
        var undecodable = 0;
        foreach (var (label, file) in LabelsIn(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = context.NameOf(file);
            var bytes = await TextFile.ReadBytesAsync(file, context, cancellationToken).ConfigureAwait(false);
            if (MboxReader.IsMbox(file))
            {
                rows.AddRange(MboxReader.Mails(bytes, name, cancellationToken).Select((mail, index) =>
                    new SourceRow(name, index + 1, mail.Headers) { Text = mail.Text, Label = label }));
                continue;
            }

            var id = Path.GetRelativePath(path, file).Replace('\\', '/');
            var (text, fallbackLines) = TextDecoder.Decode(bytes);
            if (IsMail(file, text))
            {
                var mail = MailConverter.Convert(bytes);
                rows.Add(new SourceRow(name, 1, mail.Headers) { Id = id, Text = mail.Text, Label = label });
                continue;
            }

            if (fallbackLines > 0) undecodable++;
            if (TextFile.HasExtension(file, ".html", ".htm")) text = HtmlToText.Convert(text);
            rows.Add(new SourceRow(name, 1, new Dictionary<string, string>()) { Id = id, Text = text, Label = label });
        }

        if (undecodable > 0) context.Notes.Add($"{Count.Of(undecodable, "file")} not valid UTF-8, read as Windows-1252.");
        return rows;
    }

    private static bool IsMail(string file, string text) =>
        file.EndsWith(".eml", StringComparison.OrdinalIgnoreCase)
        || (!TextFile.HasExtension(file, ".html", ".htm") && MailDetector.LooksLikeMail(text));

    /// <summary>Label and file, ordered by label, then by path, ordinal.</summary>
    private static IEnumerable<(string Label, string File)> LabelsIn(string path)
    {
        var folders =
            from folder in Directory.EnumerateDirectories(path)
            where !IsHidden(folder)
            from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            where !IsHidden(file) && Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
            select (Label: Path.GetFileName(folder), File: file);
        var boxes =
            from file in Directory.EnumerateFiles(path)
            where MboxReader.IsMbox(file)
            select (Label: Path.GetFileNameWithoutExtension(TextFile.WithoutGz(file)), File: file);
        return folders.Concat(boxes)
            .OrderBy(pair => pair.Label, StringComparer.Ordinal)
            .ThenBy(pair => pair.File, StringComparer.Ordinal);
    }

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');
}
