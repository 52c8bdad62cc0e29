using System.Text;
using System.Text.Json;

namespace Fulcrum.Ladder.Files;

/// <summary>Files that are there wholly or not at all: written under a temporary name, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="value"/> as indented JSON.</summary>
    public static void WriteJson<T>(string path, T value) =>
        Write(path, stream => JsonSerializer.Serialize(stream, value, LadderJson.File));

    /// <summary>Writes one value per line.</summary>
    public static void WriteJsonLines<T>(string path, IEnumerable<T> values) => Write(path, stream =>
    {
        foreach (var value in values)
        {
            JsonSerializer.Serialize(stream, value, LadderJson.Line);
            stream.WriteByte((byte)'\n');
        }
    });

    /// <summary>Writes UTF-8 text.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes whatever <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="IOException">It could not be written, e.g. the disk is full; the old file, if any, stands as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                write(stream);
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
}
