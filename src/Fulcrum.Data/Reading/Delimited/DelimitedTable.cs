using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading.Delimited;

/// <summary>The columns of a delimited file: what its header calls them, and which cells of a record belong to them.</summary>
internal sealed class DelimitedTable
{
    private readonly string[] _header;
    private readonly FieldNames _names;

    // Cells before the first column: 1 where an index stands there that is left out.
    private readonly int _skipped;

    private DelimitedTable(string[] header, int skipped, bool isNamed)
    {
        (_header, _skipped, IsNamed) = (header, skipped, isNamed);
        _names = new FieldNames([.. header.Select((name, column) => name.Length > 0 ? name : Numbered(column + skipped))]);
    }

    /// <summary>Whether the first line names the columns.</summary>
    public bool IsNamed { get; }

    /// <summary>Whether a first column without a name, which numbers the rows, is left out.</summary>
    public bool IsIndexed => _skipped > 0;

    /// <summary>How many cells a record should have.</summary>
    public int Width => _header.Length + _skipped;

    /// <summary>The names of the columns, those that the header does not name by their numbers.</summary>
    public IEnumerable<string> Names => Enumerable.Range(0, _names.Count).Select(column => _names[column]);

    /// <summary>The names that the header has more than once.</summary>
    public static IEnumerable<string> Repeated(IEnumerable<string> header) =>
        header.Select(HeaderLine.NameOf).Where(name => name.Length > 0).GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);

    /// <summary>The table whose first records those are.</summary>
    public static DelimitedTable Of(IReadOnlyList<string[]> records, DataSource source)
    {
        var first = records[0];
        if (!HeaderLine.IsFirst(records, source)) return new DelimitedTable([.. first.Select(_ => "")], 0, isNamed: false);
        string[] header = [.. first.Select(HeaderLine.NameOf)];
        // Data frames write their index in a first column without a name (pandas), or without a cell in the header (R).
        var rows = records.Skip(1).Where(record => !IsHeader(record, header)).ToList();
        var isNumbered = rows.Count > 0 && rows.TrueForAll(row => row[0].Length > 0 && row[0].All(char.IsAsciiDigit))
            && rows.DistinctBy(row => row[0]).Count() > rows.Count / 2; // labels may be numbers too
        if (isNumbered && header[0].Length == 0) return new DelimitedTable(header[1..], 1, isNamed: true);
        var isLonger = rows.TrueForAll(row => row.Length == header.Length + 1);
        return new DelimitedTable(header, isNumbered && isLonger ? 1 : 0, isNamed: true);
    }

    /// <summary>Whether a record is the header again, as files that were put together have it.</summary>
    public bool IsHeader(RecordParser record)
    {
        if (!IsNamed) return false;
        var from = record.Count - _header.Length;
        if (from < 0 || from > _skipped) return false;
        for (var column = 0; column < _header.Length; column++)
            if (!record.Raw(from + column).Trim().Trim('\uFEFF').Trim().SequenceEqual(_header[column])) return false;
        return true;
    }

    /// <summary>
    /// The fields of a record; <see langword="null"/> where it has too few or too many cells. Empty cells behind the last column, and
    /// cells of columns without a name, need not be there.
    /// </summary>
    public Fields? Read(RecordParser record)
    {
        var cells = record.Count - _skipped;
        for (var extra = _header.Length; extra < cells; extra++)
            if (!record.Raw(extra + _skipped).IsEmpty) return null;
        for (var missing = Math.Max(0, cells); missing < _header.Length; missing++)
            if (_header[missing].Length > 0 || !IsNamed) return null;

        var values = new string?[_header.Length];
        for (var column = 0; column < values.Length && column < cells; column++)
        {
            var isNamed = _header[column].Length > 0 || !IsNamed;
            if (isNamed || !record.Raw(column + _skipped).IsEmpty) values[column] = record.Text(column + _skipped);
        }

        return new Fields(_names, values);
    }

    private static bool IsHeader(string[] record, string[] header) => record.Select(HeaderLine.NameOf).SequenceEqual(header);

    private static string Numbered(int column) => string.Create(Invariant, $"column {column + 1}");
}
