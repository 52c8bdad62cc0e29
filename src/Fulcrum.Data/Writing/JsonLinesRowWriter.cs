using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fulcrum.Data.Writing;

/// <summary>One JSON object per line. A row that was an object keeps its properties as they were; numbers and truth values of Parquet stay such, other cells are strings.</summary>
internal sealed class JsonLinesRowWriter : IRowWriter
{
    private const int FlushAt = 1 << 16;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 100 };
    private readonly Stream _stream;
    private readonly IReadOnlyList<TypedColumn> _columns;
    private readonly IReadOnlyList<TypedColumn> _added;
    private readonly HashSet<string> _addedNames;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    private readonly Utf8JsonWriter _json;

    public JsonLinesRowWriter(Stream stream, IReadOnlyList<TypedColumn> columns, IReadOnlyList<TypedColumn> added)
    {
        (_stream, _columns, _added) = (stream, columns, added);
        _addedNames = [.. added.Select(column => column.Name)];
        _json = new Utf8JsonWriter(_buffer, Options);
    }

    public void Write(TextRow row, IReadOnlyList<object?> values)
    {
        _json.WriteStartObject();
        if (row.Json is not null) WriteProperties(row.Json);
        else WriteCells(row);
        foreach (var (column, value) in _added.Zip(values)) WriteValue(column.Name, value);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt) Finish();
    }

    public void Finish()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        _stream.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteProperties(string row)
    {
        using var document = JsonDocument.Parse(row);
        // A column whose cells are all null is no column, and so does not keep a new one from its name.
        foreach (var property in document.RootElement.EnumerateObject().Where(property => !_addedNames.Contains(property.Name))) property.WriteTo(_json);
    }

    private void WriteCells(TextRow row)
    {
        foreach (var (column, cell) in _columns.Zip(row.Cells))
        {
            if (cell is null) continue;
            if (column.Kind is CellKind.WholeNumber or CellKind.Number && double.IsFinite(double.Parse(cell, Invariant)))
            {
                _json.WritePropertyName(column.Name);
                _json.WriteRawValue(cell);
            }
            else if (column.Kind == CellKind.Truth)
            {
                _json.WriteBoolean(column.Name, bool.Parse(cell));
            }
            else
            {
                _json.WriteString(column.Name, cell);
            }
        }
    }

    private void WriteValue(string name, object? value)
    {
        if (value is double number) _json.WriteNumber(name, number);
        else _json.WriteString(name, (string?)value);
    }
}
