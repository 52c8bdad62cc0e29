using System.Text.Json;
using Fulcrum.Data;

namespace Fulcrum.Ladder.Files;

/// <summary>The JSON files of a run folder: written whole or not at all; read with file, line and column of what is wrong with them.</summary>
public static class JsonFile
{
    /// <summary>Writes <paramref name="value"/> as indented JSON.</summary>
    public static void Write<T>(string path, T value) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, LadderJson.File));

    /// <summary>Writes one value per line.</summary>
    public static void WriteLines<T>(string path, IEnumerable<T> values) => AtomicFile.Write(path, stream =>
    {
        foreach (var value in values)
        {
            JsonSerializer.Serialize(stream, value, LadderJson.Line);
            stream.WriteByte((byte)'\n');
        }
    });

    /// <summary>Reads one value.</summary>
    /// <exception cref="InputException">The file is missing or not what it should be.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, LadderJson.File)
                ?? throw new InputException(new InputError("The file holds nothing but null.") { File = path });
        }
        catch (JsonException e)
        {
            throw Broken(path, e.LineNumber + 1, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(new InputError("The file is missing.") { File = path }, e);
        }
    }

    /// <summary>
    /// Reads one value per line. A last line that was torn by a crash (no line end, not JSON) is left out.
    /// </summary>
    /// <exception cref="InputException">Another line is broken, or the file is missing.</exception>
    public static IReadOnlyList<T> ReadLines<T>(string path)
    {
        if (!File.Exists(path)) throw new InputException(new InputError("The file is missing.") { File = path });
        var values = new List<T>();
        (long Line, JsonException Cause)? broken = null;
        var number = 0L;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (broken is { } before) throw Broken(path, before.Line, before.Cause);
            if (line.Length == 0) continue;
            try
            {
                values.Add(JsonSerializer.Deserialize<T>(line, LadderJson.Line) ?? throw new JsonException("null"));
            }
            catch (JsonException e)
            {
                broken = (number, e);
            }
        }

        if (broken is { } last && EndsWithLineFeed(path)) throw Broken(path, last.Line, last.Cause);
        return values;
    }

    private static bool EndsWithLineFeed(string path)
    {
        using var stream = File.OpenRead(path);
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }

    private static InputException Broken(string path, long? line, JsonException cause) =>
        new(
            new InputError("This is not what a run folder holds here.")
            {
                File = path,
                Line = line,
                Column = cause.BytePositionInLine + 1,
                Remedy = "Restore the file, or compare again into another folder.",
            },
            cause);
}
