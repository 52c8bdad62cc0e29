using System.Runtime.CompilerServices;
using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Reading;

/// <summary>A folder with a sub-folder of text or mail files per label, or with one mbox file per label.</summary>
internal sealed class LabelFolderReader : IDatasetReader
{
    private static readonly string[] Extensions = [".txt", ".eml", ".html", ".htm", ".mbox", ""];

    public string Format => "a folder with a sub-folder of .txt or .eml files (or an .mbox file) per label";

    public bool Accepts(string path) => Directory.Exists(path) && LabelsIn(path).Any();

    public async IAsyncEnumerable<SourceRow> ReadAsync(
        string path, ReadingContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (label, file) in LabelsIn(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = context.NameOf(file);
            var bytes = await TextFile.ReadBytesAsync(file, context, cancellationToken).ConfigureAwait(false);
            if (MboxReader.IsMbox(file))
            {
                foreach (var (index, mail) in MboxReader.Mails(bytes, name, cancellationToken).Index())
                    yield return new SourceRow(name, index + 1, mail.Headers) { Text = mail.Text, Label = label };
                continue;
            }

            var id = Path.GetRelativePath(path, file).Replace('\\', '/');
            var (text, encoding) = TextDecoder.Decode(bytes);
            if (IsMail(file, text))
            {
                var mail = MailConverter.Convert(bytes);
                yield return new SourceRow(name, 1, mail.Headers) { Id = id, Text = mail.Text, Label = label };
                continue;
            }

            if (encoding is not null) context.Notes.AddRow("file", $"not valid UTF-8, read as {encoding}", id);
            if (TextFile.HasExtension(file, ".html", ".htm")) text = HtmlToText.Convert(text);
            yield return new SourceRow(name, 1, new Dictionary<string, string>()) { Id = id, Text = text, Label = label };
        }
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
