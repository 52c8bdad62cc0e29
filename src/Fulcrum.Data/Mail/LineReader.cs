namespace Fulcrum.Data.Mail;

/// <summary>Reads bytes line by line.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _length;
    private int _filled;

    /// <summary>The line with its line feed, until the next one is read.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_start, _length);

    /// <summary>Goes on to the next line; false where there is none.</summary>
    public bool Read()
    {
        _start += _length;
        for (_length = 0; ;)
        {
            var end = _buffer.AsSpan(_start + _length, _filled - _start - _length).IndexOf((byte)'\n');
            _length = end < 0 ? _filled - _start : _length + end + 1;
            if (end >= 0) return true;
            MakeRoom();
            var read = stream.Read(_buffer, _filled, _buffer.Length - _filled);
            if (read == 0) return _length > 0;
            _filled += read;
        }
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
        (_filled, _start) = (_filled - _start, 0);
        if (_filled == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
