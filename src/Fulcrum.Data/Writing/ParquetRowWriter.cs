using Parquet;
using Parquet.Schema;

namespace Fulcrum.Data.Writing;

/// <summary>Apache Parquet, in row groups that fit into memory. Numbers and truth values stay what they were in a file that knows them; the rest is text.</summary>
internal sealed class ParquetRowWriter(Stream stream, IReadOnlyList<TypedColumn> columns, IReadOnlyList<TypedColumn> added) : IRowWriter
{
    private const int MostRows = 1 << 16;
    private const long MostCharacters = 1 << 25;
    private readonly ParquetColumn[] _values = [.. columns.Concat(added).Select(ParquetColumn.Of)];
    private ParquetWriter? _writer;
    private int _rows;
    private long _characters;

    public void Write(TextRow row, IReadOnlyList<object?> answers)
    {
        for (var index = 0; index < _values.Length; index++)
        {
            var cell = index < row.Cells.Count ? row.Cells[index] : answers[index - row.Cells.Count];
            _values[index].Add(cell);
            _characters += (cell as string)?.Length ?? 0;
        }

        if (++_rows >= MostRows || _characters >= MostCharacters) WriteGroupAsync().GetAwaiter().GetResult();
    }

    public void Finish() => FinishAsync().GetAwaiter().GetResult();

    public void Dispose()
    {
    }

    private async Task FinishAsync()
    {
        if (_rows > 0 || _writer is null) await WriteGroupAsync().ConfigureAwait(false);
        // Disposing writes the footer.
        await _writer!.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteGroupAsync()
    {
        _writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(_values.Select(column => column.Field)), stream).ConfigureAwait(false);
        using var group = _writer.CreateRowGroup();
        foreach (var column in _values) await column.WriteAsync(group).ConfigureAwait(false);
        (_rows, _characters) = (0, 0);
    }
}
