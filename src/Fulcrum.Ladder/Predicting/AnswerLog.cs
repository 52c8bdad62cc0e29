using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Files;

namespace Fulcrum.Ladder.Predicting;

/// <summary>
/// The file <c>OUT.partial</c>: what was answered so far, one line for each block of rows, so that a prediction that was stopped or
/// killed goes on behind the last whole block. Its first line says of what the answers are. Held open for one process alone.
/// </summary>
internal sealed class AnswerLog : IDisposable
{
    private readonly FileStream _stream;

    private AnswerLog(FileStream stream, int blocks) => (_stream, Blocks) = (stream, blocks);

    /// <summary>How many blocks were answered before.</summary>
    public int Blocks { get; }

    /// <summary>The name of the file for an output.</summary>
    public static string FileOf(string output) => output + ".partial";

    /// <summary>Opens the log, and cuts off the line that was torn when its process was killed.</summary>
    /// <param name="output">The output.</param>
    /// <param name="source">What is answered.</param>
    /// <param name="resume">Whether to go on with a log that is there; there may be none.</param>
    /// <exception cref="InputException">There is a log that is not to be, or cannot be, continued; or another process writes it.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static AnswerLog Open(string output, AnswerSource source, bool resume)
    {
        var path = FileOf(output);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (FileLock.IsHeldElsewhere(e))
        {
            throw new InputException(new InputError($"Another prediction writes `{output}`.") { Remedy = "Wait for it, or choose another output." }, e);
        }

        try
        {
            var (first, lines, end) = Scan(stream);
            if (first is not null && !resume)
            {
                throw new InputException(new InputError($"A prediction into `{output}` was not finished.")
                {
                    Remedy = $"Continue it with --resume, or delete `{path}`.",
                });
            }

            if (first is not null) source.RequireSame(first, path);
            stream.SetLength(first is null ? 0 : end);
            stream.Position = stream.Length;
            var log = new AnswerLog(stream, Math.Max(0, lines - 1));
            if (first is null) log.WriteLine(source);
            return log;
        }
        catch
        {
            var isEmpty = stream.Length == 0;
            stream.Dispose();
            if (isEmpty) File.Delete(path);
            throw;
        }
    }

    /// <summary>Appends the answers to a block; they are with the operating system when this returns.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    public void Append(IReadOnlyList<RowAnswer> block) => WriteLine(block);

    /// <summary>The answers to all blocks, from the first one.</summary>
    public IEnumerable<IReadOnlyList<RowAnswer>> Read()
    {
        _stream.Position = 0;
        using var reader = new StreamReader(_stream, leaveOpen: true, bufferSize: 1 << 16);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return JsonSerializer.Deserialize<List<RowAnswer>>(line, LadderJson.Line)!;
        _stream.Position = _stream.Length;
    }

    /// <summary>Deletes the log: what was answered stands elsewhere.</summary>
    public void Delete()
    {
        File.Delete(_stream.Name);
        _stream.Dispose();
    }

    public void Dispose() => _stream.Dispose();

    private void WriteLine<T>(T value) => _stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(value, LadderJson.Line), (byte)'\n']);

    /// <summary>The first line, the number of whole lines, and where the last of them ends.</summary>
    private static (string? First, int Lines, long End) Scan(FileStream stream)
    {
        var buffer = new byte[1 << 16];
        var (lines, end, position) = (0, 0L, 0L);
        for (int read; (read = stream.Read(buffer)) > 0; position += read)
        {
            for (var index = 0; index < read; index++)
            {
                if (buffer[index] != '\n') continue;
                lines++;
                end = position + index + 1;
            }
        }

        if (lines == 0) return (null, 0, 0);
        stream.Position = 0;
        using var reader = new StreamReader(stream, leaveOpen: true);
        return (reader.ReadLine(), lines, end);
    }
}
