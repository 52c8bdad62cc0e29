using Parquet;
using Parquet.Schema;

namespace Fulcrum.Data.Writing;

/// <summary>Apache Parquet, in row groups that fit into memory. Cells are texts, as they were read.</summary>
internal sealed class ParquetRowWriter : IRowWriter
{
    private const int MostRows = 1 << 16;
    private const long MostCharacters = 1 << 25;
    private readonly Stream stream;
    private readonly DataField[] fields;
    private readonly List<string?>[] texts;
    private readonly List<double?>[] numbers;
    private ParquetWriter? writer;
    private int rows;
    private long characters;

    public ParquetRowWriter(Stream stream, IReadOnlyList<string> columns, IReadOnlyList<AddedColumn> added)
    {
        this.stream = stream;
        // Texts first: of the new columns, numbers stand behind.
        string[] names = [.. columns, .. added.Where(column => !column.IsNumber).Select(column => column.Name)];
        fields = [.. names.Select(name => new DataField<string>(name, true)), .. added.Where(column => column.IsNumber).Select(column => new DataField<double?>(column.Name))];
        texts = [.. names.Select(_ => new List<string?>())];
        numbers = [.. fields.Skip(names.Length).Select(_ => new List<double?>())];
    }

    public void Write(TextRow row, IReadOnlyList<object?> added)
    {
        var (text, number) = (0, 0);
        foreach (var cell in row.Cells) AddText(cell);
        foreach (var value in added)
        {
            if (text < texts.Length) AddText((string?)value);
            else numbers[number++].Add((double?)value);
        }

        if (++rows >= MostRows || characters >= MostCharacters) WriteGroup();

        void AddText(string? value)
        {
            texts[text++].Add(value);
            characters += value?.Length ?? 0;
        }
    }

    public void Finish()
    {
        if (rows > 0 || writer is null) WriteGroup();
        // Disposing writes the footer.
        writer!.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
    }

    private void WriteGroup()
    {
        WriteGroupAsync().GetAwaiter().GetResult();
        foreach (var column in texts) column.Clear();
        foreach (var column in numbers) column.Clear();
        (rows, characters) = (0, 0);
    }

    private async Task WriteGroupAsync()
    {
        writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        foreach (var (column, values) in texts.Index()) await group.WriteAsync(fields[column], values!).ConfigureAwait(false);
        foreach (var (column, values) in numbers.Index()) await group.WriteAsync<double>(fields[texts.Length + column], values.ToArray().AsMemory()).ConfigureAwait(false);
    }
}
