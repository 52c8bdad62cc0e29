namespace Fulcrum.Data.Mail;

/// <summary>Reads bytes line by line.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int length;
    private int filled;

    /// <summary>The line with its line feed, until the next one is read.</summary>
    public ReadOnlySpan<byte> Line => buffer.AsSpan(start, length);

    /// <summary>Goes on to the next line; false where there is none.</summary>
    public bool Read()
    {
        start += length;
        for (length = 0; ;)
        {
            var end = buffer.AsSpan(start + length, filled - start - length).IndexOf((byte)'\n');
            length = end < 0 ? filled - start : length + end + 1;
            if (end >= 0) return true;
            MakeRoom();
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0) return length > 0;
            filled += read;
        }
    }

    private void MakeRoom()
    {
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        (filled, start) = (filled - start, 0);
        if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
    }
}
