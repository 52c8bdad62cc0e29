namespace Fulcrum.Data.Writing;

/// <summary>A format that rows are written in. To add one, implement <see cref="IRowWriter"/> and list it here.</summary>
public sealed class RowFormat
{
    /// <summary>Comma-separated values (RFC 4180) with a header.</summary>
    public static readonly RowFormat Csv = new((stream, columns, added) => new CsvRowWriter(stream, columns, added), ".csv");

    /// <summary>One JSON object per line.</summary>
    public static readonly RowFormat JsonLines = new((stream, columns, added) => new JsonLinesRowWriter(stream, columns, added), ".jsonl", ".ndjson");

    /// <summary>Apache Parquet.</summary>
    public static readonly RowFormat Parquet = new((stream, columns, added) => new ParquetRowWriter(stream, columns, added), ".parquet");

    private static readonly RowFormat[] All = [Csv, JsonLines, Parquet];
    private readonly Func<Stream, IReadOnlyList<TypedColumn>, IReadOnlyList<TypedColumn>, IRowWriter> _open;
    private readonly string[] _extensions;

    private RowFormat(Func<Stream, IReadOnlyList<TypedColumn>, IReadOnlyList<TypedColumn>, IRowWriter> open, params string[] extensions) => (_open, _extensions) = (open, extensions);

    /// <summary>The format that the extension of a file's name says.</summary>
    /// <exception cref="InputException">It says none that can be written.</exception>
    public static RowFormat Of(string path) =>
        All.FirstOrDefault(format => format._extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)) ?? throw new InputException(
            new InputError($"The extension of `{path}` says no format that can be written.")
            {
                Remedy = $"Use one of: {string.Join(", ", All.SelectMany(format => format._extensions))}.",
            });

    /// <summary>Begins to write rows.</summary>
    /// <param name="stream">Where to; not closed.</param>
    /// <param name="columns">The columns of the rows.</param>
    /// <param name="added">The new columns.</param>
    public IRowWriter Open(Stream stream, IReadOnlyList<TypedColumn> columns, IReadOnlyList<TypedColumn> added) => _open(stream, columns, added);
}
