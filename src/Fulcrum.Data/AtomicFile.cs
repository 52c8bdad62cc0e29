using System.Text;

namespace Fulcrum.Data;

/// <summary>Files that are there wholly or not at all: written under a temporary name beside their own, then renamed.</summary>
public static class AtomicFile
{
    // Nobody else calls a file so: what a killed process left can be told from a user's own copy.
    private const string Temporary = ".fulcrum-temporary";

    /// <summary>Writes whatever <paramref name="content"/> puts into the stream.</summary>
    /// <exception cref="IOException">It could not be written, e.g. the disk is full; the old file, if any, stands as it was, and nothing lies beside it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; likewise.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        // Several processes may write the same file of a cache at the same time.
        var temporary = $"{path}.{Path.GetRandomFileName()}{Temporary}";
        try
        {
            using (var stream = File.Create(temporary))
            {
                content(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes what writers of a file left beside it when they were killed. Nobody may be writing it.</summary>
    /// <exception cref="IOException">It could not be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void DeleteAbandoned(string path)
    {
        var (folder, start) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path) + ".");
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.GetFiles(folder).Where(IsAbandoned)) File.Delete(file);

        bool IsAbandoned(string file) => Path.GetFileName(file) is var name
            && name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(Temporary, StringComparison.Ordinal)
            && name.Length == start.Length + Path.GetRandomFileName().Length + Temporary.Length;

    }

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes UTF-8 text.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteText(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));
}
