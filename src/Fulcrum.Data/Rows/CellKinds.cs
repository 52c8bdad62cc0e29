namespace Fulcrum.Data.Rows;

/// <summary>What the cells of each column are, as readers of formats with types come across them.</summary>
internal sealed class CellKinds
{
    private readonly Dictionary<string, CellKind> _columns = [];

    /// <summary>Takes note of one more cell that is not empty.</summary>
    public void Add(string column, CellKind kind) => _columns[column] = _columns.TryGetValue(column, out var before) ? Common(before, kind) : kind;

    /// <summary>What all cells of a column are.</summary>
    public CellKind Of(string column) => _columns.GetValueOrDefault(column, CellKind.Text);

    private static CellKind Common(CellKind one, CellKind other) => (one, other) switch
    {
        _ when one == other => one,
        (CellKind.WholeNumber, CellKind.Number) or (CellKind.Number, CellKind.WholeNumber) => CellKind.Number,
        _ => CellKind.Text,
    };
}
