using System.Text;
using Utf8 = System.Text.Unicode.Utf8;

namespace Fulcrum.Data.Cleaning;

/// <summary>
/// A text read from bytes block by block, whatever they turn out to be: a byte order mark decides, else zeros (UTF-16 and UTF-32),
/// else it is UTF-8. Lines that are not are of the encoding that the first of them show (<see cref="EncodingDetector"/>): the whole
/// text from there on where they outnumber the UTF-8 ones, single lines otherwise. NUL characters are left out.
/// </summary>
internal sealed class DecodedText(Stream stream) : TextReader
{
    private const int BlockSize = 1 << 18;

    private readonly UndecodableBytes _undecodable = new();
    private readonly byte[] _bytes = new byte[BlockSize];
    private int _byteCount;
    private bool _isBegun;
    private bool _isRead;
    private bool _isLineContinued;
    private char[] _chars = new char[BlockSize];
    private int _start;
    private int _end;
    private Decoder? _decoder;

    /// <summary>The encoding of lines that are not UTF-8, or of the whole text; <see langword="null"/>: it is UTF-8.</summary>
    public TextEncoding? Encoding { get; private set; }

    /// <summary>Whether the whole text is in <see cref="Encoding"/>, not only <see cref="ForeignLines"/>.</summary>
    public bool IsWhole => _decoder is not null;

    /// <summary>Whether a byte order mark said what <see cref="Encoding"/> is.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>Lines that are not UTF-8 in a text that is.</summary>
    public long ForeignLines { get; private set; }

    /// <summary>Bytes that are no character of <see cref="Encoding"/>.</summary>
    public long UndecodableBytes => _undecodable.Count;

    /// <summary>NUL characters left out.</summary>
    public long Nuls { get; private set; }

    /// <summary>Called once when the text has been read to its end.</summary>
    public Action<DecodedText>? Ended { get; init; }

    /// <summary>Called with the first bytes, before any is decoded.</summary>
    public Action<ReadOnlySpan<byte>>? Begun { get; init; }

    /// <summary>What comes next, without reading on: as many characters as asked for, fewer where the text ends.</summary>
    public ReadOnlyMemory<char> Preview(int length)
    {
        while (_end - _start < length && Decode())
        {
        }

        return _chars.AsMemory(_start, Math.Min(length, _end - _start));
    }

    public override int Peek() => HasMore() ? _chars[_start] : -1;

    public override int Read() => HasMore() ? _chars[_start++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (!HasMore()) return 0;
        var count = Math.Min(buffer.Length, _end - _start);
        _chars.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>The next line without its end (LF, CRLF or CR).</summary>
    public override string? ReadLine()
    {
        if (!HasMore()) return null;
        for (var searched = 0; ;)
        {
            var text = _chars.AsSpan(_start, _end - _start);
            var length = text[searched..].IndexOfAny('\r', '\n');
            // Whether a line feed follows a carriage return is seen only with it.
            if (length < 0 || (text[searched + length] == '\r' && searched + length + 1 == text.Length))
            {
                searched = length < 0 ? text.Length : searched + length;
                if (Decode()) continue;
                text = _chars.AsSpan(_start, _end - _start);
                length = text[searched..].IndexOfAny('\r', '\n');
            }

            length = length < 0 ? text.Length : searched + length;
            var line = text[..length].ToString();
            _start += text[length..] switch
            {
                ['\r', '\n', ..] => length + 2,
                [] => length,
                _ => length + 1,
            };
            return line;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }

    private bool HasMore()
    {
        while (_start == _end)
            if (!Decode()) return false;
        return true;
    }

    /// <summary>Decodes the next block; whether there was one.</summary>
    private bool Decode()
    {
        if (_isRead) return false;
        _byteCount += stream.ReadAtLeast(_bytes.AsSpan(_byteCount), _bytes.Length - _byteCount, throwOnEndOfStream: false);
        _isRead = _byteCount < _bytes.Length;
        if (!_isBegun) Begin();
        MakeRoom();
        var decoded = _end;
        var used = DecodeBlock(_bytes.AsSpan(0, _byteCount));
        _bytes.AsSpan(used, _byteCount - used).CopyTo(_bytes);
        _byteCount -= used;
        RemoveNuls(decoded);
        if (_isRead) Ended?.Invoke(this);
        return true;
    }

    private void Begin()
    {
        _isBegun = true;
        var start = _bytes.AsSpan(0, _byteCount);
        Begun?.Invoke(start);
        if (EncodingDetector.ByMark(start) is { } marked)
        {
            start[marked.Encoding.Preamble.Length..].CopyTo(_bytes);
            _byteCount -= marked.Encoding.Preamble.Length;
            if (marked.Encoding.CodePage == System.Text.Encoding.UTF8.CodePage) return;
            IsMarked = true;
            ReadAllAs(marked);
        }
        else if (EncodingDetector.ByZeros(start) is { } wide)
        {
            ReadAllAs(wide);
        }
    }

    private void ReadAllAs(TextEncoding encoding)
    {
        Encoding = encoding;
        _decoder = encoding.Decoder(_undecodable);
    }

    /// <summary>Room for a block of characters, of which none has more than one per byte.</summary>
    private void MakeRoom()
    {
        if (_chars.Length - _end >= BlockSize + 1) return;
        var waiting = _chars.AsSpan(_start, _end - _start);
        var target = _chars.Length - waiting.Length > BlockSize ? _chars : new char[Math.Max(2 * _chars.Length, waiting.Length + BlockSize + 1)];
        waiting.CopyTo(target);
        (_chars, _start, _end) = (target, 0, waiting.Length);
    }

    /// <summary>Decodes bytes up to the last whole line, or all of them at the end; returns how many.</summary>
    private int DecodeBlock(ReadOnlySpan<byte> bytes)
    {
        if (_decoder is null)
        {
            var block = _isRead ? bytes : bytes[..EndOfLastLine(bytes)];
            if (Utf8.IsValid(block))
            {
                _end += System.Text.Encoding.UTF8.GetChars(block, _chars.AsSpan(_end));
                _isLineContinued = !block.EndsWith((byte)'\n');
                return block.Length;
            }

            if (Encoding is not null || !IsForeign(block))
            {
                DecodeByLine(block);
                return block.Length;
            }
        }

        _end += _decoder!.GetChars(bytes, _chars.AsSpan(_end), flush: _isRead);
        return bytes.Length;
    }

    /// <summary>The length of all whole lines; where there is none, of all whole characters of UTF-8.</summary>
    private static int EndOfLastLine(ReadOnlySpan<byte> bytes)
    {
        var lines = bytes.LastIndexOf((byte)'\n') + 1;
        if (lines > 0) return lines;
        for (var back = 1; back <= 3 && back < bytes.Length; back++)
            if (bytes[^back] >= 0xC0) return bytes.Length - back;
        return bytes.Length;
    }

    /// <summary>Guesses the encoding of the lines that are not UTF-8; whether the whole text is read in it.</summary>
    private bool IsForeign(ReadOnlySpan<byte> block)
    {
        var foreign = new List<byte>();
        var (foreignLines, utf8Lines) = (0, 0);
        foreach (var range in Lines(block))
        {
            var line = block[range];
            if (Ascii.IsValid(line)) continue;
            if (Utf8.IsValid(line))
            {
                utf8Lines++;
                continue;
            }

            foreignLines++;
            foreign.AddRange(line);
        }

        Encoding = EncodingDetector.OfLegacy(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(foreign));
        if (Encoding == EncodingDetector.Windows1252 || foreignLines < utf8Lines) return false;
        ReadAllAs(Encoding);
        return true;
    }

    private void DecodeByLine(ReadOnlySpan<byte> block)
    {
        foreach (var range in Lines(block))
        {
            var line = block[range];
            var isUtf8 = Utf8.IsValid(line);
            if (!isUtf8 && !_isLineContinued) ForeignLines++;
            _isLineContinued = !line.EndsWith((byte)'\n');
            var decoder = isUtf8 ? null : Encoding!.Decoder(_undecodable);
            _end += decoder?.GetChars(line, _chars.AsSpan(_end), flush: true) ?? System.Text.Encoding.UTF8.GetChars(line, _chars.AsSpan(_end));
        }
    }

    private static List<Range> Lines(ReadOnlySpan<byte> block)
    {
        var lines = new List<Range>();
        for (var start = 0; start < block.Length;)
        {
            var end = block[start..].IndexOf((byte)'\n');
            end = end < 0 ? block.Length : start + end + 1;
            lines.Add(start..end);
            start = end;
        }

        return lines;
    }

    private void RemoveNuls(int from)
    {
        var text = _chars.AsSpan(from, _end - from);
        var nuls = text.Count('\0');
        if (nuls == 0) return;
        Nuls += nuls;
        var kept = 0;
        foreach (var character in text)
            if (character != '\0') text[kept++] = character;
        _end = from + kept;
    }
}
