using System.Buffers;
using System.Text;

namespace Fulcrum.Data.Writing;

/// <summary>Comma-separated values (RFC 4180), lines ended by a line feed; an absent cell is empty.</summary>
internal sealed class CsvRowWriter : IRowWriter
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");
    private readonly StreamWriter _writer;
    private bool _isFirst = true;

    public CsvRowWriter(Stream stream, IReadOnlyList<TypedColumn> columns, IReadOnlyList<TypedColumn> added)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var column in columns.Concat(added)) WriteCell(column.Name);
        EndLine();
    }

    public void Write(TextRow row, IReadOnlyList<object?> added)
    {
        foreach (var cell in row.Cells) WriteCell(cell);
        foreach (var value in added) WriteCell(value is double number ? number.ToString("0.######", Invariant) : (string?)value);
        EndLine();
    }

    public void Finish() => _writer.Flush();

    // What could not be written is not tried again.
    public void Dispose()
    {
    }

    private void WriteCell(string? cell)
    {
        if (!_isFirst) _writer.Write(',');
        _isFirst = false;
        if (cell is null) return;
        // Blanks at the ends are kept by quotes: some readers trim bare ones.
        if (cell.AsSpan().ContainsAny(Quoted) || (cell.Length > 0 && (cell[0] == ' ' || cell[^1] == ' '))) _writer.Write($"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        else _writer.Write(cell);
    }

    private void EndLine()
    {
        _writer.WriteLine();
        _isFirst = true;
    }
}
