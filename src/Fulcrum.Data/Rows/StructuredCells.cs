namespace Fulcrum.Data.Rows;

/// <summary>
/// The columns in which some cells hold a list or an object. Such a cell is kept as JSON beside the text, but it is no text, no
/// id and no group, and no label either, unless rows may have several and it is a list of them.
/// </summary>
internal sealed class StructuredCells
{
    private readonly Dictionary<string, Cells> _columns = [];
    private readonly Dictionary<string, Cells> _notLabels = [];

    /// <summary>Counts one more such cell.</summary>
    /// <param name="column">The column.</param>
    /// <param name="what">What it holds, e.g. <c>a list of 2 values</c>.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line of the row.</param>
    /// <param name="isLabels">Whether it is a list of labels where rows may have several.</param>
    public void Add(string column, string what, string file, long line, bool isLabels = false)
    {
        AddTo(_columns);
        if (!isLabels) AddTo(_notLabels);

        void AddTo(Dictionary<string, Cells> columns) =>
            columns[column] = columns.TryGetValue(column, out var first) ? first with { Count = first.Count + 1 } : new Cells(what, file, line, 1);
    }

    public bool Contains(string column) => _columns.ContainsKey(column);

    /// <summary>Whether the column holds lists of labels, and nothing else that is a list or an object.</summary>
    public bool AreLabels(string column) => _columns.ContainsKey(column) && !_notLabels.ContainsKey(column);

    /// <summary>What to do about them; <see langword="null"/> where there are none.</summary>
    public string? Remedy() => _columns.Count == 0
        ? null
        : $"{string.Join(" and ", _columns.Select(column => $"`{column.Key}` holds {column.Value.What}"))}: write what is in there as columns of the row itself.";

    /// <summary>Adds an error where a column that is used has such cells.</summary>
    public void Refuse(string role, string? column, ReadingContext context)
    {
        if (column is null || !(role == "label" ? _notLabels : _columns).TryGetValue(column, out var first)) return;
        var others = first.Count - 1;
        context.Errors.Add(new InputError($"The {role} `{column}` is {first.What} here{(others == 0 ? "" : $" and in {Count.Of(others, "other row")}")}.")
        {
            File = first.File,
            Line = first.Line,
            Remedy = role == "label"
                ? LabelRemedy(context)
                : $"Write it as one text in a column of its own{(role == "id" ? "" : $", or name another column ({context.Naming(role)})")}.",
        });
    }

    private static string LabelRemedy(ReadingContext context) =>
        context.Labels.Several ? "Each row needs a list of labels (texts, numbers or truth values), or one text with a separator between them."
        : context.NeedsLabels ? "Each row needs one label: a text, a number or a truth value. Where rows have several labels, write `kind: multi-label` in task.yaml."
        : "Each row needs one label, as the artifact answers with one: a text, a number or a truth value.";

    private sealed record Cells(string What, string File, long Line, int Count);
}
