using System.Buffers;

namespace Fulcrum.Data.Reading.Delimited;

/// <summary>
/// Cuts a text into records and fields (RFC 4180). A quotation mark counts where it begins a field; elsewhere it is a character.
/// Only one record is in memory at a time.
/// </summary>
internal sealed class RecordParser(TextReader text, DelimitedDialect dialect)
{
    /// <summary>The characters that a record may have; a quotation mark that is not closed within them is never closed.</summary>
    public const int LongestRecord = 1 << 26;

    /// <summary>As far as the end of a quoted field is looked for where a mark may be a character.</summary>
    private const int LongestUncertain = 1 << 22;

    private readonly SearchValues<char> _endsOfField = SearchValues.Create([dialect.Separator, '\r', '\n']);
    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;
    private bool _isWhole;
    private Field[] _fields = new Field[16];
    private int _length;
    private long _linesOfRecord;

    private enum Scan
    {
        Done,
        NeedsMore,
        Broken,
    }

    /// <summary>The line in which the record begins, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The number of fields of the record.</summary>
    public int Count { get; private set; }

    /// <summary>Line and column of a quotation mark that does not close, or has other text behind it; nothing can be read after it.</summary>
    public (long Line, long Column)? BrokenQuote { get; private set; }

    /// <summary>Whether <see cref="BrokenQuote"/> is open to the end of the text.</summary>
    public bool IsOpenAtEnd { get; private set; }

    /// <summary>Whether a record is longer than <see cref="LongestRecord"/>; nothing can be read after it.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether an unquoted field of the record holds a character that ends lines elsewhere.</summary>
    public bool HasStrayBreaks { get; private set; }

    /// <summary>Whether the record has quoted fields that only quoting explains: with marks or separators in them.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>Whether the record is an empty line.</summary>
    public bool IsBlank => Count == 1 && _fields[0].Length == 0;

    /// <summary>The characters of a field as they stand, without the marks that quote it.</summary>
    public ReadOnlySpan<char> Raw(int field) => _buffer.AsSpan(_start + _fields[field].Start, _fields[field].Length);

    /// <summary>The text of a field.</summary>
    public string Text(int field) => _fields[field].HasEscapes ? Unescaped(Raw(field)) : Raw(field).ToString();

    /// <summary>All fields of the record.</summary>
    public string[] Texts() => [.. Enumerable.Range(0, Count).Select(Text)];

    /// <summary>Goes to the next record; whether there is one.</summary>
    public bool Read()
    {
        _start += _length;
        Line += _linesOfRecord;
        (_length, _linesOfRecord, Count) = (0, 0, 0);
        if (BrokenQuote is not null || IsTooLong) return false;
        while (true)
        {
            if (_start == _end && !Fill()) return false;
            switch (Next())
            {
                case Scan.Done:
                    return true;
                case Scan.Broken:
                    return false;
                default:
                    Fill();
                    break;
            }
        }
    }

    /// <summary>Reads on behind what is there; whether anything came.</summary>
    private bool Fill()
    {
        if (_isWhole) return false;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = text.Read(_buffer.AsSpan(_end));
        _end += read;
        _isWhole = read == 0;
        return read > 0;
    }

    private Scan Next()
    {
        var record = _buffer.AsSpan(_start, _end - _start);
        (Count, IsQuoted, HasStrayBreaks) = (0, false, false);
        var hasBreaks = false;
        for (var position = 0; ;)
        {
            var end = position;
            if (position < record.Length && record[position] == '"')
            {
                var scan = Quoted(record, position, out var field, out end);
                if (scan == Scan.NeedsMore) return scan;
                if (scan == Scan.Done)
                {
                    hasBreaks |= Breaks(record.Slice(field.Start, field.Length)) > 0;
                    Add(field);
                }
                else if (dialect.IsStrict)
                {
                    Break(record, position, isOpen: end < 0);
                    return Scan.Broken;
                }
                else
                {
                    end = position;
                }
            }

            if (end == position)
            {
                end = EndOfUnquoted(record, position);
                if (end < 0)
                {
                    IsTooLong = record.Length >= LongestRecord;
                    return IsTooLong ? Scan.Broken : Scan.NeedsMore;
                }

                Add(new Field(position, end - position, HasEscapes: false));
            }

            if (end < record.Length && record[end] == dialect.Separator)
            {
                position = end + 1;
                continue;
            }

            var endOfLine = end == record.Length ? 0 : LengthOfBreak(record, end);
            if (endOfLine < 0) return Scan.NeedsMore;
            _length = end + endOfLine;
            _linesOfRecord = hasBreaks ? Breaks(record[.._length]) : Math.Min(1, endOfLine);
            return Scan.Done;
        }
    }

    /// <summary>Where a field ends that is not quoted; -1: not yet known.</summary>
    private int EndOfUnquoted(ReadOnlySpan<char> record, int position)
    {
        while (true)
        {
            var length = record[position..].IndexOfAny(_endsOfField);
            if (length < 0) return _isWhole ? record.Length : -1;
            position += length;
            if (record[position] == dialect.Separator) return position;
            var lengthOfBreak = LengthOfBreak(record, position);
            if (lengthOfBreak != 0) return lengthOfBreak < 0 ? -1 : position;
            HasStrayBreaks = true;
            position++;
        }
    }

    /// <summary>A field that begins with a quotation mark, and where it ends with what follows; -1: nowhere.</summary>
    private Scan Quoted(ReadOnlySpan<char> record, int open, out Field field, out int end)
    {
        (field, end) = (default, -1);
        var hasEscapes = false;
        var isWhole = _isWhole || record.Length >= (dialect.IsStrict ? LongestRecord : LongestUncertain);
        for (var position = open + 1; ;)
        {
            var next = dialect.HasBackslashes ? record[position..].IndexOfAny('"', '\\') : record[position..].IndexOf('"');
            var mark = position + next;
            if (next < 0 || (mark + 1 == record.Length && (!isWhole || record[mark] == '\\'))) return isWhole ? Scan.Broken : Scan.NeedsMore;
            if (record[mark] == '\\' || (mark + 1 < record.Length && record[mark + 1] == '"'))
            {
                hasEscapes = true;
                position = mark + 2;
                continue;
            }

            end = mark + 1;
            while (end < record.Length && record[end] == ' ') end++;
            if (end == record.Length && !isWhole) return Scan.NeedsMore;
            if (end < record.Length && record[end] != dialect.Separator)
            {
                var lengthOfBreak = LengthOfBreak(record, end);
                if (lengthOfBreak < 0) return Scan.NeedsMore;
                if (lengthOfBreak == 0) return Scan.Broken;
            }

            field = new Field(open + 1, mark - open - 1, hasEscapes);
            if (dialect.IsStrict) return Scan.Done;
            return WithoutRule(record, field, end);
        }
    }

    /// <summary>
    /// Tab-separated files have no rule for quotation marks (IANA text/tab-separated-values). Two marks in different lines, each of
    /// which is a whole record if they are characters, are characters, unless the file shows elsewhere that it quotes.
    /// </summary>
    private Scan WithoutRule(ReadOnlySpan<char> record, Field field, int end)
    {
        var content = record.Slice(field.Start, field.Length);
        var firstBreak = content.IndexOfAny('\r', '\n');
        IsQuoted |= field.HasEscapes || (firstBreak < 0 && content.Contains(dialect.Separator));
        if (firstBreak < 0 || dialect.IsQuoted || dialect.Width < 2) return Scan.Done;
        var firstLine = Count + content[..firstBreak].Count(dialect.Separator) + 1;
        if (firstLine != dialect.Width) return Scan.Done;
        var rest = record[end..].IndexOfAny('\r', '\n');
        if (rest < 0 && !_isWhole) return Scan.NeedsMore;
        var lastLine = content[(content.LastIndexOfAny('\r', '\n') + 1)..];
        var after = record.Slice(end, rest < 0 ? record.Length - end : rest);
        return lastLine.Count(dialect.Separator) + after.Count(dialect.Separator) + 1 == dialect.Width ? Scan.Broken : Scan.Done;
    }

    /// <summary>The length of the line break at a position, 0 where a character there is none, -1: not yet known.</summary>
    private int LengthOfBreak(ReadOnlySpan<char> record, int position)
    {
        switch (record[position])
        {
            case '\n':
                return dialect.LineEnd == '\r' ? 0 : 1;
            case '\r' when dialect.LineEnd == '\r':
                return 1;
            case '\r':
                // More than one before a line feed is what text mode makes of CRLF on Windows.
                var end = position + 1;
                while (dialect.LineEnd == '\n' && end < record.Length && record[end] == '\r') end++;
                if (end == record.Length && !_isWhole) return -1;
                if (end < record.Length && record[end] == '\n') return end + 1 - position;
                return dialect.LineEnd is null ? 1 : 0;
            default:
                return 0;
        }
    }

    private void Add(Field field)
    {
        if (Count == _fields.Length) Array.Resize(ref _fields, 2 * Count);
        _fields[Count++] = field;
    }

    private void Break(ReadOnlySpan<char> record, int position, bool isOpen)
    {
        var before = record[..position];
        BrokenQuote = (Line + Breaks(before), position - before.LastIndexOfAny('\r', '\n'));
        IsOpenAtEnd = isOpen;
    }

    /// <summary>Lines that end within a text.</summary>
    private long Breaks(ReadOnlySpan<char> text)
    {
        if (dialect.LineEnd is { } lineEnd) return text.Count(lineEnd);
        long breaks = 0;
        for (int next; (next = text.IndexOfAny('\r', '\n')) >= 0; breaks++)
            text = text[(text[next] == '\r' && next + 1 < text.Length && text[next + 1] == '\n' ? next + 2 : next + 1)..];
        return breaks;
    }

    private string Unescaped(ReadOnlySpan<char> raw)
    {
        var text = raw.ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
        return dialect.HasBackslashes
            ? text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
            : text;
    }

    /// <param name="Start">Behind the start of the record.</param>
    /// <param name="Length">Without the marks that quote the field.</param>
    /// <param name="HasEscapes">Whether marks in it are doubled, or stand behind a backslash.</param>
    private readonly record struct Field(int Start, int Length, bool HasEscapes);
}
