using Fulcrum.Data.Labels;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>
/// Reads the labels of rows: in classification the one that the cell holds, in a multi-label task those of a list, or those between
/// separators.
/// </summary>
internal sealed class RowLabels
{
    private const int ShortestIndicator = 2;
    private const int MostKept = 1 << 17;

    private static readonly HashSet<string> Indicators = ["0", "1", "0.0", "1.0", "true", "false"];

    private readonly bool _areSeveral;
    private readonly LabelSetPool _pool = new();
    private readonly Dictionary<string, (LabelSet? Labels, bool HasRepeats)> _read = [];

    private RowLabels(bool areSeveral, string? separator) => (_areSeveral, Separator) = (areSeveral, separator);

    /// <summary>What separates labels in these cells, as named or as the cells show it; <see langword="null"/> where nothing does.</summary>
    public string? Separator { get; }

    /// <summary>How the labels of a column are read. What is wrong with its cells is added to the errors, a guess to the notes.</summary>
    /// <param name="cells">Rows with the cells of their labels, empty ones left out.</param>
    /// <param name="column">How messages call the column.</param>
    /// <param name="context">Says what is known of the labels.</param>
    /// <param name="areAll">Whether there are no other cells: a named separator must then occur in one.</param>
    public static RowLabels Of(IEnumerable<(SourceRow Row, string Cell)> cells, string? column, ReadingContext context, bool areAll = true)
    {
        var rules = context.Labels;
        if (!rules.Several) return new RowLabels(areSeveral: false, separator: null);
        var texts = new Dictionary<string, Occurrence>();
        var lists = new Dictionary<string, Occurrence>();
        foreach (var (row, cell) in cells)
        {
            var to = LabelList.TryRead(cell, out _) ? lists : texts;
            to[cell] = to.TryGetValue(cell, out var before) ? before with { Rows = before.Rows + 1 } : new Occurrence(row, 1);
        }

        CheckLists(lists, column, context);
        var separator = rules.Separator;
        if (separator is null)
        {
            separator = LabelSeparator.Guess(texts.Keys, rules.Declared);
            if (separator is not null) context.Notes.Add($"Guessed: labels are separated by {LabelSeparator.Show(separator)}.");
        }
        else if (areAll)
        {
            CheckSeparator(separator, texts, context);
        }

        return new RowLabels(areSeveral: true, separator);
    }

    /// <summary>The labels of a cell; <see langword="null"/> where it holds none. An empty list is no label, which is a value.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="hasRepeats">Whether a label stands in it more than once.</param>
    public LabelSet? Read(string? cell, out bool hasRepeats)
    {
        hasRepeats = false;
        if (Cell.IsEmpty(cell)) return null;
        if (!_read.TryGetValue(cell, out var read))
        {
            read = Parse(cell);
            if (_read.Count < MostKept) _read.Add(cell, read);
        }

        hasRepeats = read.HasRepeats;
        return read.Labels;
    }

    /// <summary>The labels of a row that has this one; <see langword="null"/> where it is blank.</summary>
    public LabelSet? One(string label) => Cell.IsEmpty(label) ? null : _pool.Share(_areSeveral ? LabelSet.OfList([label.Trim()]) : LabelSet.Of(label.Trim()));

    private (LabelSet? Labels, bool HasRepeats) Parse(string cell)
    {
        if (!_areSeveral) return (One(cell), false);
        var isList = LabelList.TryRead(cell, out var list);
        string[] labels = [.. isList ? (list ?? []).Select(label => label.Trim()).Where(label => !Cell.IsEmpty(label)) : LabelSeparator.Split(cell, Separator)];
        // Separators with nothing between them are no label either, but nobody said so as an empty list does.
        if (labels.Length == 0 && !(isList && list is { Count: 0 })) return (null, false);
        var set = LabelSet.OfList(labels);
        return (_pool.Share(set), set.Count < labels.Length);
    }

    private static void CheckLists(Dictionary<string, Occurrence> lists, string? column, ReadingContext context)
    {
        var read = lists.Select(list => (IsRead: LabelList.TryRead(list.Key, out var labels), Labels: labels, list.Value.Row)).ToList();
        foreach (var (_, _, row) in read.Where(list => list.Labels is null))
            context.Structures.Add(column ?? "label", "a list with a list or an object in it", row.File, row.Line);
        if (read.Count < ShortestIndicator || read.Exists(list => list.Labels is null || list.Labels.Count < ShortestIndicator || list.Labels.Count != read[0].Labels!.Count)) return;
        if (!read.TrueForAll(list => list.Labels!.All(Indicators.Contains)) || !read.Exists(list => list.Labels!.Distinct().Count() < list.Labels!.Count)) return;
        context.Errors.Add(new InputError($"The lists of labels hold {read[0].Labels!.Count} indicators each, such as `{read[0].Labels![0]}`, and no label.")
        {
            File = read[0].Row.File,
            Line = read[0].Row.Line,
            Remedy = "Write the labels of each row by their names, e.g. [\"billing\", \"urgent\"].",
        });
    }

    private static void CheckSeparator(string separator, Dictionary<string, Occurrence> texts, ReadingContext context)
    {
        if (texts.Keys.Any(cell => LabelSeparator.IsIn(cell, separator)) || LabelSeparator.Guess(texts.Keys, context.Labels.Declared) is not { } other) return;
        var with = texts.Where(cell => LabelSeparator.IsIn(cell.Key, other)).Select(cell => cell.Value).ToList();
        var rows = with.Sum(cell => cell.Rows);
        context.Errors.Add(new InputError($"The label separator {LabelSeparator.Show(separator)} occurs in no row; {LabelSeparator.Show(other)} occurs in {Count.Of(rows, "row")}.")
        {
            File = with[0].Row.File,
            Line = with[0].Row.Line,
            Remedy = context.NeedsLabels
                ? "Correct the separator (data: label_separator: ...), or leave it out to have it guessed."
                : "Write the labels with the separator that the artifact learned from, or as lists.",
        });
    }

    /// <summary>A cell's first row and the number of its rows.</summary>
    private sealed record Occurrence(SourceRow Row, int Rows);
}
