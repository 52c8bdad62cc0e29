namespace Fulcrum.Data.Rows;

/// <summary>
/// The columns in which some cells hold a list or an object. Such a cell is kept as JSON beside the text, but it is no text, no
/// label, no id and no group.
/// </summary>
internal sealed class StructuredCells
{
    private readonly Dictionary<string, (string What, string File, long Line, int Count)> _columns = [];

    /// <summary>Counts one more such cell.</summary>
    /// <param name="column">The column.</param>
    /// <param name="what">What it holds, e.g. <c>a list of 2 values</c>.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line of the row.</param>
    public void Add(string column, string what, string file, long line) =>
        _columns[column] = _columns.TryGetValue(column, out var first) ? first with { Count = first.Count + 1 } : (what, file, line, 1);

    public bool Contains(string column) => _columns.ContainsKey(column);

    /// <summary>What to do about them; <see langword="null"/> where there are none.</summary>
    public string? Remedy() => _columns.Count == 0
        ? null
        : $"{string.Join(" and ", _columns.Select(column => $"`{column.Key}` holds {column.Value.What}"))}: write what is in there as columns of the row itself.";

    /// <summary>Adds an error where a column that is used has such cells.</summary>
    public void Refuse(string role, string? column, ReadingContext context)
    {
        if (column is null || !_columns.TryGetValue(column, out var first)) return;
        var others = first.Count - 1;
        context.Errors.Add(new InputError($"The {role} `{column}` is {first.What} here{(others == 0 ? "" : $" and in {Count.Of(others, "other row")}")}.")
        {
            File = first.File,
            Line = first.Line,
            Remedy = role == "label"
                ? "Each row needs one label: a text, a number or a truth value. Where rows have several labels, compare once for each label, with and without it."
                : $"Write it as one text in a column of its own{(role == "id" ? "" : $", or name another column ({context.Naming(role)})")}.",
        });
    }
}
