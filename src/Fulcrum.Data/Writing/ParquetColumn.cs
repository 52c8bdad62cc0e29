using Parquet;
using Parquet.Schema;

namespace Fulcrum.Data.Writing;

/// <summary>The values of one column until their row group is written.</summary>
internal abstract class ParquetColumn(DataField parquetField)
{
    /// <summary>The column in the file's schema.</summary>
    public DataField Field => parquetField;

    /// <summary>A column that takes what a <see cref="TextRow"/> or an answer has.</summary>
    public static ParquetColumn Of(TypedColumn column) => column.Kind switch
    {
        CellKind.WholeNumber => new Values<long>(new DataField<long?>(column.Name), cell => long.Parse(cell, Invariant)),
        CellKind.Number => new Values<double>(new DataField<double?>(column.Name), cell => double.Parse(cell, Invariant)),
        CellKind.Truth => new Values<bool>(new DataField<bool?>(column.Name), bool.Parse),
        _ => new Texts(new DataField<string>(column.Name, true)),
    };

    /// <summary>Adds a cell: a value of the column's kind, its text, or <see langword="null"/>.</summary>
    public abstract void Add(object? cell);

    /// <summary>Writes the values to a row group and forgets them.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group);

    private sealed class Texts(DataField field) : ParquetColumn(field)
    {
        private readonly List<string?> _values = [];

        public override void Add(object? cell) => _values.Add((string?)cell);

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync(Field, _values!).ConfigureAwait(false);
            _values.Clear();
        }
    }

    private sealed class Values<T>(DataField field, Func<string, T> parse) : ParquetColumn(field)
        where T : struct
    {
        private readonly List<T?> _values = [];

        public override void Add(object? cell) => _values.Add(cell is string text ? parse(text) : (T?)cell);

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync<T>(Field, _values.ToArray().AsMemory()).ConfigureAwait(false);
            _values.Clear();
        }
    }
}
