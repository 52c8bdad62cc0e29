namespace Fulcrum.Data.Rows;

/// <summary>Rows spread evenly over a file of any length, in bounded memory: every second, fourth, eighth … one as the file goes on.</summary>
internal sealed class RowSample
{
    private const int Most = 4096;
    private const long MostCharacters = 1 << 24;
    private List<SourceRow> _rows = [];
    private long _characters;
    private long _count;
    private long _step = 1;

    /// <summary>The rows kept, in their order; the first row is among them.</summary>
    public IReadOnlyList<SourceRow> Rows => _rows;

    public void Add(SourceRow row)
    {
        if (_count++ % _step != 0) return;
        _rows.Add(row);
        _characters += Characters(row);
        while (_rows.Count > Most || (_characters > MostCharacters && _rows.Count > 1))
        {
            _rows = [.. _rows.Where((_, index) => index % 2 == 0)];
            _step *= 2;
            _characters = _rows.Sum(Characters);
        }
    }

    private static long Characters(SourceRow row) => row.Fields.Values.Sum(value => (long)value.Length) + (row.Text?.Length ?? 0);
}
