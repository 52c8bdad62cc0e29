using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fulcrum.Data.Writing;

/// <summary>One JSON object per line. A row that was an object keeps its properties as they were; numbers and truth values of Parquet stay such, other cells are strings.</summary>
internal sealed class JsonLinesRowWriter : IRowWriter
{
    private const int FlushAt = 1 << 16;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 100 };
    private readonly Stream stream;
    private readonly IReadOnlyList<TypedColumn> columns;
    private readonly IReadOnlyList<TypedColumn> added;
    private readonly HashSet<string> addedNames;
    private readonly ArrayBufferWriter<byte> buffer = new(2 * FlushAt);
    private readonly Utf8JsonWriter json;

    public JsonLinesRowWriter(Stream stream, IReadOnlyList<TypedColumn> columns, IReadOnlyList<TypedColumn> added)
    {
        (this.stream, this.columns, this.added) = (stream, columns, added);
        addedNames = [.. added.Select(column => column.Name)];
        json = new Utf8JsonWriter(buffer, Options);
    }

    public void Write(TextRow row, IReadOnlyList<object?> values)
    {
        json.WriteStartObject();
        if (row.Json is not null) WriteProperties(row.Json);
        else WriteCells(row);
        foreach (var (column, value) in added.Zip(values)) WriteValue(column.Name, value);
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        buffer.Write("\n"u8);
        if (buffer.WrittenCount >= FlushAt) Finish();
    }

    public void Finish()
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
        stream.Flush();
    }

    public void Dispose() => json.Dispose();

    private void WriteProperties(string row)
    {
        using var document = JsonDocument.Parse(row);
        // A column whose cells are all null is no column, and so does not keep a new one from its name.
        foreach (var property in document.RootElement.EnumerateObject().Where(property => !addedNames.Contains(property.Name))) property.WriteTo(json);
    }

    private void WriteCells(TextRow row)
    {
        foreach (var (column, cell) in columns.Zip(row.Cells))
        {
            if (cell is null) continue;
            if (column.Kind is CellKind.WholeNumber or CellKind.Number && double.IsFinite(double.Parse(cell, Invariant)))
            {
                json.WritePropertyName(column.Name);
                json.WriteRawValue(cell);
            }
            else if (column.Kind == CellKind.Truth)
            {
                json.WriteBoolean(column.Name, bool.Parse(cell));
            }
            else
            {
                json.WriteString(column.Name, cell);
            }
        }
    }

    private void WriteValue(string name, object? value)
    {
        if (value is double number) json.WriteNumber(name, number);
        else json.WriteString(name, (string?)value);
    }
}
