using Parquet;
using Parquet.Schema;

namespace Fulcrum.Data.Writing;

/// <summary>Apache Parquet, in row groups that fit into memory. Numbers and truth values stay what they were in a file that knows them; the rest is text.</summary>
internal sealed class ParquetRowWriter(Stream stream, IReadOnlyList<TypedColumn> columns, IReadOnlyList<TypedColumn> added) : IRowWriter
{
    private const int MostRows = 1 << 16;
    private const long MostCharacters = 1 << 25;
    private readonly ParquetColumn[] values = [.. columns.Concat(added).Select(ParquetColumn.Of)];
    private ParquetWriter? writer;
    private int rows;
    private long characters;

    public void Write(TextRow row, IReadOnlyList<object?> answers)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var cell = index < row.Cells.Count ? row.Cells[index] : answers[index - row.Cells.Count];
            values[index].Add(cell);
            characters += (cell as string)?.Length ?? 0;
        }

        if (++rows >= MostRows || characters >= MostCharacters) WriteGroupAsync().GetAwaiter().GetResult();
    }

    public void Finish() => FinishAsync().GetAwaiter().GetResult();

    public void Dispose()
    {
    }

    private async Task FinishAsync()
    {
        if (rows > 0 || writer is null) await WriteGroupAsync().ConfigureAwait(false);
        // Disposing writes the footer.
        await writer!.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteGroupAsync()
    {
        writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(values.Select(column => column.Field)), stream).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        foreach (var column in values) await column.WriteAsync(group).ConfigureAwait(false);
        (rows, characters) = (0, 0);
    }
}
