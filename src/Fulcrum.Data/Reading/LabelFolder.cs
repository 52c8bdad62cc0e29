using System.Text;
using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Mail;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>
/// The files of a folder with a sub-folder, or a mailbox, per label. Everything is read once: what lies in the folder at its own place,
/// what symbolic links lead to outside of it where the first link stands.
/// </summary>
internal sealed class LabelFolder
{
    private static readonly string[] Extensions = [".txt", ".eml", ".html", ".htm", ".mbox"];

    private readonly string _path;
    private readonly string _realPath;
    private readonly bool _needsLabels;
    private readonly ReadingNotes _notes;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly SortedSet<(string Label, string Path)> _links = new(Comparer<(string Label, string Path)>.Create(Compare));

    private LabelFolder(string path, bool needsLabels, ReadingNotes notes)
    {
        _path = path;
        _needsLabels = needsLabels;
        _notes = notes;
        _realPath = RealPath.Of(path) ?? path;
    }

    /// <summary>Whether there is any file, with a label where that is needed.</summary>
    /// <exception cref="InputException">A folder cannot be read.</exception>
    public static bool HasFiles(string path, bool needsLabels = true) => new LabelFolder(path, needsLabels, []).Files().Any();

    /// <summary>
    /// Label and file, ordered by label, then by path, ordinal. Links that are not followed are noted. Where no labels are needed,
    /// files that lie in no sub-folder are there too, with an empty label.
    /// </summary>
    /// <exception cref="InputException">A folder cannot be read.</exception>
    public static IReadOnlyList<(string Label, string File)> FilesIn(string path, ReadingContext context)
    {
        var files = new LabelFolder(path, context.NeedsLabels, context.Notes).Files().ToList();
        files.Sort(Compare);
        return files;
    }

    private IEnumerable<(string Label, string File)> Files()
    {
        foreach (var entry in EntriesOf(_path))
        {
            if (IsHidden(entry)) continue;
            var isMailbox = !IsFolder(entry) && MboxReader.IsMbox(entry.FullName);
            if (!IsFolder(entry) && !isMailbox && (_needsLabels || !IsText(entry.FullName))) continue;
            var label = IsFolder(entry) ? entry.Name : isMailbox ? FileName.Stem(entry.Name) : "";
            foreach (var file in FilesOf(entry, Path.Combine(_realPath, entry.Name), label)) yield return file;
        }

        while (_links.Count > 0)
        {
            var link = _links.Min;
            _links.Remove(link);
            foreach (var file in Followed(link.Path, link.Label)) yield return file;
        }
    }

    private IEnumerable<(string Label, string File)> Followed(string link, string label)
    {
        var target = RealPath.Of(link);
        if (target is null) Note("to nothing left out", link);
        else if (IsAround(target)) Note("to a folder around the data not followed", link);
        else if (_seen.Contains(target)) Note("to what is read already not followed", link);
        else return Walk(link, target, label);
        return [];
    }

    private IEnumerable<(string Label, string File)> FilesOf(FileSystemInfo entry, string real, string label)
    {
        if (entry.LinkTarget is null) return Walk(entry.FullName, real, label);
        _links.Add((label, entry.FullName));
        return [];
    }

    /// <summary>The files in and below a folder, or a file itself, whose real path is known. Links are left for later.</summary>
    private IEnumerable<(string Label, string File)> Walk(string start, string realStart, string label)
    {
        var ahead = new Stack<(string Path, string Real)>([(start, realStart)]);
        while (ahead.TryPop(out var next))
        {
            if (!_seen.Add(next.Real)) continue;
            if (!Directory.Exists(next.Path))
            {
                yield return (label, next.Path);
                continue;
            }

            foreach (var entry in EntriesOf(next.Path))
            {
                if (!IsFolder(entry))
                {
                    if (IsHidden(entry)) continue;
                    if (!IsText(entry.FullName))
                    {
                        _notes.AddRow("file", "of another kind left out", Relative(entry.FullName));
                        continue;
                    }
                }

                if (entry.LinkTarget is not null) _links.Add((label, entry.FullName));
                else ahead.Push((entry.FullName, Path.Combine(next.Real, entry.Name)));
            }
        }
    }

    /// <summary>Whether a file is a text or mail by its name, or a mail by its content: some mail programs put dots into its name.</summary>
    private static bool IsText(string file)
    {
        if (FileName.HasExtension(file, Extensions) || !Path.HasExtension(FileName.WithoutGz(file))) return true;
        return MailDetector.LooksLikeMail(Encoding.Latin1.GetString(FileHead.Of(file)));
    }

    private void Note(string what, string link) => _notes.AddRow("link", what, Relative(link));

    private string Relative(string file) => Path.GetRelativePath(_path, file).Replace('\\', '/');

    private bool IsAround(string folder) => WithSeparator(_realPath).StartsWith(WithSeparator(folder), StringComparison.Ordinal);

    private static string WithSeparator(string folder) => Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;

    private static FileSystemInfo[] EntriesOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InputException(
                new InputError($"The folder cannot be read: {e.Message}") { File = folder, Remedy = "Check that it exists and may be read." },
                e);
        }
    }

    private static bool IsFolder(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.Directory);

    private static bool IsHidden(FileSystemInfo entry) => entry.Name.StartsWith('.');

    private static int Compare((string Label, string Path) one, (string Label, string Path) other)
    {
        var byLabel = string.CompareOrdinal(one.Label, other.Label);
        return byLabel != 0 ? byLabel : string.CompareOrdinal(one.Path, other.Path);
    }
}
