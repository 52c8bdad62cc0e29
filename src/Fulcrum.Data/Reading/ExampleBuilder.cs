using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Columns;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>Makes examples of rows: picks the columns, converts mails, cleans texts, leaves out what is empty.</summary>
internal sealed class ExampleBuilder(ReadingContext context, IReadOnlyList<string>? declaredLabels)
{
    private const int LongText = 1_000_000;
    private FieldNames _metadataNames = new([]);

    /// <summary>The columns that the texts were made of; <see langword="null"/> where the formats say what the text is.</summary>
    public TextColumns? Columns { get; private set; }

    /// <summary>Row and example, in the order of the rows. Ids are not yet checked.</summary>
    /// <exception cref="InputException">The columns cannot be chosen or a row lacks one.</exception>
    public IReadOnlyList<(SourceRow Row, Example Example)> Build(IReadOnlyList<SourceRow> rows, CancellationToken cancellationToken)
    {
        var built = new List<(SourceRow, Example)>(rows.Count);
        var tableRows = rows.Where(row => row.Text is null).ToList();
        var columns = tableRows.Count == 0 ? null : ColumnGuesser.Choose(tableRows, context, declaredLabels);
        if (columns is not null) RefuseInputsWithout(columns, tableRows);
        if (columns is not null) RefuseStructures(columns);
        Columns = columns is null ? null : new TextColumns(columns.Text) { Lead = columns.Lead, Group = columns.Group };
        var text = Columns is null ? null : RowText.Of(Columns, tableRows, context);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var example = row.Text is null ? FromColumns(row, columns!, text!, cancellationToken) : FromFormat(row);
            if (Cell.IsEmpty(example.Text)) context.Notes.AddRow("row", "without text left out", example.Id);
            else if (Cell.IsEmpty(example.Labels.Only)) context.Notes.AddRow("row", "without label left out", example.Id);
            else built.Add((row, example));
            if (example.Text.Length > LongText)
                context.Notes.AddRow("text", "of more than 1,000,000 characters (the result of each rung says how many texts it cut)", example.Id);
        }

        if (columns is not null) NoteEmptyCells(built, columns);
        return built;
    }

    private Example FromFormat(SourceRow row) => new(row.Id ?? NumberedId(row), TextCleaner.Clean(row.Text!), row.Label!.Trim())
    {
        Group = Cell.Of(row, context.Source.Group)?.Trim(),
        Metadata = row.Fields,
    };

    private Example FromColumns(SourceRow row, ColumnChoice columns, RowText rowText, CancellationToken cancellationToken)
    {
        var id = Cell.Of(row, columns.Id) ?? NumberedId(row);
        var (text, headers) = rowText.Read(row, id, context.Notes, cancellationToken);
        var metadata = row.Fields.Where(field => !columns.Uses(field.Key)).ToList();
        metadata.AddRange(headers.Where(header => metadata.TrueForAll(field => field.Key != header.Key)));
        return new Example(id, text, (Cell.Of(row, columns.Label) ?? "").Trim())
        {
            Group = Cell.Of(row, columns.Group)?.Trim(),
            Metadata = Fields.Of(metadata, ref _metadataNames),
        };
    }

    /// <summary>An empty cell is no value: such a row has a number for an id, and belongs to no group.</summary>
    private void NoteEmptyCells(IReadOnlyList<(SourceRow Row, Example Example)> built, ColumnChoice columns)
    {
        foreach (var (row, example) in built)
        {
            if (columns.Id is not null && Cell.Of(row, columns.Id) is null) context.Notes.AddRow("row", $"without `{columns.Id}`, numbered by line", example.Id);
            if (columns.Group is not null && example.Group is null) context.Notes.AddRow("row", $"without `{columns.Group}`, in no group", example.Id);
        }
    }

    private void RefuseStructures(ColumnChoice columns)
    {
        context.Structures.Refuse("text", columns.Text, context);
        context.Structures.Refuse("label", columns.Label, context);
        context.Structures.Refuse("id", columns.Id, context);
        context.Structures.Refuse("group", columns.Group, context);
        context.Errors.ThrowIfAny();
    }

    /// <summary>Columns are chosen on all inputs together; an input that lacks one would otherwise look empty.</summary>
    private void RefuseInputsWithout(ColumnChoice columns, IReadOnlyList<SourceRow> rows)
    {
        foreach (var input in rows.GroupBy(row => row.Input))
        {
            foreach (var column in new[] { columns.Text, columns.Label })
            {
                if (input.Any(row => row.Fields.ContainsKey(column))) continue;
                context.Errors.Add(new InputError($"No row has the column `{column}`, which the other parts have.")
                {
                    File = input.First().File,
                    Remedy = "Give all parts the same columns.",
                });
            }
        }

        context.Errors.ThrowIfAny();
    }

    private static string NumberedId(SourceRow row) => SourceRow.NumberedId(row.File, row.Line);
}
