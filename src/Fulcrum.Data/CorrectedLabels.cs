using Fulcrum.Data.Labels;
using Fulcrum.Data.Reading;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data;

/// <summary>Reads labels that somebody corrected in a table: a column <c>id</c>, and a column <c>corrected</c> whose empty cells change nothing.</summary>
public static class CorrectedLabels
{
    /// <summary>The column with the ids of the rows.</summary>
    public const string IdColumn = "id";

    /// <summary>The column with the right labels.</summary>
    public const string CorrectedColumn = "corrected";

    /// <summary>The corrected labels by id; without rows whose <see cref="CorrectedColumn"/> is empty.</summary>
    /// <param name="path">A file in any format with columns, relative to the current folder or absolute.</param>
    /// <param name="rules">The labels of the task and how several stand in one cell.</param>
    /// <param name="ids">The ids that there are.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InputException">The file cannot be read, lacks a column, names an unknown id or label, or corrects a row in two ways; carries every error found.</exception>
    public static IReadOnlyDictionary<string, LabelSet> Read(string path, LabelRules rules, IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        var context = new ReadingContext(new DataSource { Path = path, Label = CorrectedColumn }, Environment.CurrentDirectory, progress: null) { NeedsLabels = false, Labels = rules };
        var file = context.Resolve(path);
        SourceRow[] rows = [.. DatasetReaders.ReadAsync(file, context, cancellationToken).ToBlockingEnumerable(cancellationToken)];
        if (rows.Length == 0) context.Errors.Add(new InputError("There is no row of data in it.") { File = context.NameOf(file) });
        var columns = rows.SelectMany(row => row.Fields.Keys).ToHashSet();
        foreach (var missing in new[] { IdColumn, CorrectedColumn }.Where(column => rows.Length > 0 && !columns.Contains(column)))
            context.Errors.Add(Missing(missing, columns, context.NameOf(file)));

        var cells = rows.Select(row => (Row: row, Cell: Cell.Of(row, CorrectedColumn))).Where(pair => pair.Cell is not null).ToArray();
        var labels = RowLabels.Of(cells!, CorrectedColumn, context, areAll: false);
        var corrected = new Dictionary<string, (LabelSet Labels, long Line)>();
        foreach (var row in rows) Add(row);
        context.Errors.ThrowIfAny();
        return corrected.ToDictionary(row => row.Key, row => row.Value.Labels);

        void Add(SourceRow row)
        {
            var id = Cell.Of(row, IdColumn)?.Trim();
            if (id is null && columns.Contains(IdColumn)) Refuse(row, "The row has no id.", "Keep the ids as they were written.");
            var isKnown = id is not null && ids.Contains(id);
            if (id is not null && !isKnown) Refuse(row, $"There is no row `{id}` in the run.", "Keep the ids as they were written.");
            if (labels.Read(row.Fields.GetValueOrDefault(CorrectedColumn), out _) is not { } given) return;
            var unknown = given.Where(label => !rules.Declared.Contains(label)).ToArray();
            foreach (var label in unknown)
            {
                Refuse(row, $"The label `{LabelForm.Show(label)}` is not among the task's labels.", LabelForm.Nearest(label, rules.Declared) is { } nearest
                    ? $"Did you mean `{LabelForm.Show(nearest)}`?"
                    : $"Use one of: {string.Join(", ", rules.Declared.Select(LabelForm.Show))}.");
            }

            if (!isKnown || unknown.Length > 0) return;
            if (corrected.TryAdd(id!, (given, row.Line)) || corrected[id!].Labels == given) return;
            Refuse(row, string.Create(Invariant, $"Row `{id}` is corrected otherwise in line {corrected[id!].Line}."), "Keep one of them.");
        }

        void Refuse(SourceRow row, string message, string remedy) => context.Errors.Add(new InputError(message) { File = row.File, Line = row.Line, Remedy = remedy });
    }

    private static InputError Missing(string column, HashSet<string> columns, string file) => new($"The column `{column}` is missing.")
    {
        File = file,
        Line = 1,
        Remedy = NearestName.Find(column, columns) is { } nearest
            ? $"Rename `{nearest}`, if that is meant."
            : $"Correct a copy of label-errors.csv, which has the columns `{IdColumn}` and `{CorrectedColumn}`.",
    };
}
