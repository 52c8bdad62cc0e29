namespace Fulcrum.Data.Cleaning;

/// <summary>A file that is read once from its start to its end. What goes wrong on the way is an <see cref="InputException"/> that names it.</summary>
/// <param name="stream">The file's bytes.</param>
/// <param name="name">The file, as the user would name it.</param>
internal sealed class InputStream(Stream stream, string name) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a file; what is no regular file is empty.</summary>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static InputStream Open(string path, string name)
    {
        try
        {
            return new InputStream(RegularFile.OpenRead(path), name);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(e, name);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(e, name);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(e, name);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException or InvalidDataException;

    private static InputException Unreadable(Exception e, string name) =>
        new(
            new InputError($"The file cannot be read: {e.Message}")
            {
                File = name,
                Remedy = e is InvalidDataException ? "It is cut off or damaged: fetch it or pack it again." : "Check that it exists and may be read.",
            },
            e);
}
