using Fulcrum.Data.Columns;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Reading;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data;

/// <summary>
/// Texts to be answered, with everything that stands beside them, read row by row: a file may be larger than memory. What
/// <see cref="DatasetLoader"/> reads can be read, but rows need no labels, and none is left out.
/// </summary>
public sealed class TextTable
{
    /// <summary>The column that mails and text files have for their name.</summary>
    private const string IdColumn = "id";

    /// <summary>The column that text files in sub-folders have for the name of theirs.</summary>
    private const string LabelColumn = "label";

    private readonly TextTableSource _source;
    private readonly string _path;
    private readonly RowText? _rowText;

    private TextTable(TextTableSource source, string path, RowText? rowText) => (_source, _path, _rowText) = (source, path, rowText);

    /// <summary>All columns, in the order in which they first appear; of mails and text files <c>id</c>, their headers, and <c>label</c> for the sub-folder.</summary>
    public required IReadOnlyList<TypedColumn> Columns { get; init; }

    /// <summary>The column of the text; <see langword="null"/> where the format itself says what the text is.</summary>
    public string? TextColumn { get; init; }

    /// <summary>The column that says which labeled rows belong together; <see langword="null"/>: each stands for itself, or none is labeled.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>How many rows there are.</summary>
    public required long Count { get; init; }

    /// <summary>What was guessed or mended while reading, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads a file or folder once, to choose the columns and to find whatever is wrong before work begins.</summary>
    /// <exception cref="InputException">It cannot be read; carries every error found.</exception>
    public static TextTable Open(TextTableSource source, CancellationToken cancellationToken)
    {
        var context = Context(source);
        var path = context.Resolve(source.Path);
        RefuseDataFolder(path, context);
        var (sample, count) = (new RowSample(), 0L);
        List<string> columns = [];
        HashSet<string> known = [];
        HashSet<string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (var row in Rows(path, context, cancellationToken))
        {
            foreach (var name in Names(row))
                if ((row.Text is null ? known : headers).Add(name)) columns.Add(name);
            sample.Add(row);
            count++;
        }

        context.Errors.ThrowIfAny();
        if (count == 0) throw new InputException(new InputError("There is no row of data in it.") { File = context.NameOf(path) });
        var text = Choose(sample.Rows, columns, context, source.Learned);
        var group = source.Label is null ? null : source.Group ?? LearnedGroup(columns, context, source.Learned);
        return new TextTable(source, path, text is null ? null : RowText.Of(text, sample.Rows, context))
        {
            Columns = [.. columns.Select(name => new TypedColumn(name, context.Kinds.Of(name)))], TextColumn = text?.Text, GroupColumn = group, Count = count, Notes = [.. context.Notes],
        };
    }

    /// <summary>The rows in their order, from the first one, as often as asked.</summary>
    /// <exception cref="InputException">The file cannot be read any more, or has changed.</exception>
    public IEnumerable<TextRow> Read(CancellationToken cancellationToken)
    {
        var context = Context(_source);
        var count = 0L;
        foreach (var row in Rows(_path, context, cancellationToken))
        {
            var text = row.Text ?? _rowText!.Read(row, "", context.Notes, cancellationToken).Text;
            count++;
            yield return new TextRow(row.Id ?? row.Line.ToString(Invariant), Cell.IsEmpty(text) ? "" : text, [.. Columns.Select(column => Value(row, column.Name))])
            {
                File = row.File, Json = row.Json, Labels = _source.Label is { } label && Value(row, label) is { } cell && !Cell.IsEmpty(cell) ? LabelSet.Of(cell.Trim()) : null,
                Group = GroupColumn is { } group && Value(row, group) is { } together && !Cell.IsEmpty(together) ? together.Trim() : null,
            };
        }

        context.Errors.ThrowIfAny();
        if (count != Count) throw new InputException(new InputError("The file has changed while it was read.") { File = context.NameOf(_path) });
    }

    /// <summary>A folder is one of mails or text files. Which of its data files is meant, the user says.</summary>
    private static void RefuseDataFolder(string path, ReadingContext context)
    {
        if (!Directory.Exists(path)) return;
        string[] files = [.. Directory.EnumerateFiles(path).Where(file => DatasetReaders.Knows(file) && !MboxReader.IsMbox(file)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        if (files.Length == 0) return;
        throw new InputException(new InputError($"The folder holds {Fulcrum.Data.Count.Of(files.Length, "data file")}.") { File = context.NameOf(path), Remedy = $"Name one of: {string.Join(", ", files)}." });
    }

    private static ReadingContext Context(TextTableSource source) =>
        new(new DataSource { Path = source.Path, Text = source.Text, Label = source.Label, Group = source.Group }, Environment.CurrentDirectory, progress: null)
        {
            NeedsLabels = false, KeepsJson = true,
        };

    /// <summary>Synchronous: who answers texts does so on one thread.</summary>
    private static IEnumerable<SourceRow> Rows(string path, ReadingContext context, CancellationToken cancellationToken) =>
        DatasetReaders.ReadAsync(path, context, cancellationToken).ToBlockingEnumerable(cancellationToken);

    /// <summary>The columns as named, else as they were when the texts were learned from, else as they are guessed.</summary>
    private static TextColumns? Choose(IReadOnlyList<SourceRow> sample, List<string> columns, ReadingContext context, TextColumns? learned)
    {
        if (sample[0].Text is not null) return RequireLabelAndGroup();
        if (context.Source.Text is not null || learned is null || !columns.Contains(learned.Text)) return RefuseStructures(ColumnGuesser.ChooseText(sample, columns, context));
        RequireLabelAndGroup();
        if (learned.Lead is { } lead && !columns.Contains(lead))
            context.Notes.Add($"Column `{lead}`, which stood before the texts that were learned from, is missing.");
        return RefuseStructures(learned);

        TextColumns RefuseStructures(TextColumns chosen)
        {
            context.Structures.Refuse("text", chosen.Text, context);
            context.Structures.Refuse("label", context.Source.Label, context);
            context.Structures.Refuse("group", context.Source.Group, context);
            context.Errors.ThrowIfAny();
            return chosen;
        }

        TextColumns? RequireLabelAndGroup()
        {
            ColumnGuesser.RequireNamed(columns, sample[0].File, context);
            return null;
        }
    }

    /// <summary>The column by which rows belonged together when texts were learned from, if it is there.</summary>
    private static string? LearnedGroup(List<string> columns, ReadingContext context, TextColumns? learned)
    {
        if (learned?.Group is not { } group) return null;
        var isThere = columns.Contains(group) && !context.Structures.Contains(group);
        context.Notes.Add(isThere
            ? $"Rows with the same `{group}` belong together, as in the comparison."
            : $"Column `{group}`, by which rows belonged together in the comparison, is missing: the intervals take each row for itself. Name another with --group.");
        return isThere ? group : null;
    }

    private static IEnumerable<string> Names(SourceRow row)
    {
        if (row.Text is not null) yield return IdColumn;
        if (row.Text is not null && !string.IsNullOrEmpty(row.Label)) yield return LabelColumn;
        foreach (var name in row.Fields.Keys) yield return name;
    }

    private static string? Value(SourceRow row, string column) =>
        row.Text is not null && column == IdColumn ? row.Id
        : row.Text is not null && column == LabelColumn && row.Label is { Length: > 0 } label ? label
        : row.Fields.GetValueOrDefault(column);
}
