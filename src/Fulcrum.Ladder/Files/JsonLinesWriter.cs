using System.Text.Json;

namespace Fulcrum.Ladder.Files;

/// <summary>Writes one JSON value per line; each line is with the operating system when <see cref="Write"/> returns.</summary>
internal sealed class JsonLinesWriter<T> : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Opens the file and discards what is in it: it is of an attempt that was not finished.</summary>
    // Unbuffered: a line that did not fit on the disk fails here and now, not again on disposal.
    public JsonLinesWriter(string path) =>
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Appends one line.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(T value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, LadderJson.Line);
        _stream.Write([.. json, (byte)'\n']);
    }

    /// <summary>Has everything on the disk itself, so that it outlives a power cut.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
