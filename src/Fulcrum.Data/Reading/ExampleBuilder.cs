using System.Text;
using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Columns;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Reading;

/// <summary>Makes examples of rows: picks the columns, converts mails, cleans texts, leaves out what is empty.</summary>
internal sealed class ExampleBuilder(ReadingContext context, IReadOnlyList<string>? declaredLabels)
{
    private const int LongText = 1_000_000;
    private FieldNames _metadataNames = new([]);

    /// <summary>Row and example, in the order of the rows. Ids are not yet checked.</summary>
    /// <exception cref="InputException">The columns cannot be chosen or a row lacks one.</exception>
    public IReadOnlyList<(SourceRow Row, Example Example)> Build(IReadOnlyList<SourceRow> rows, CancellationToken cancellationToken)
    {
        var built = new List<(SourceRow, Example)>(rows.Count);
        var tableRows = rows.Where(row => row.Text is null).ToList();
        var columns = tableRows.Count == 0 ? null : ColumnGuesser.Choose(tableRows, context, declaredLabels);
        if (columns is not null) RefuseInputsWithout(columns, tableRows);
        var holdsMails = columns is not null && HoldsMails(tableRows, columns.Text);
        if (holdsMails) context.Notes.Add($"Column `{columns!.Text}` holds whole mails: subject and body are the text, headers are kept aside.");
        int empty = 0, unlabelled = 0;
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var example = row.Text is null ? FromColumns(row, columns!, holdsMails, cancellationToken) : FromFormat(row);
            if (string.IsNullOrWhiteSpace(example.Text)) empty++;
            else if (example.Label.Length == 0) unlabelled++;
            else built.Add((row, example));
            if (example.Text.Length > LongText)
                context.Notes.Add(string.Create(Invariant, $"{row.File}({row.Line}): a text of {example.Text.Length:N0} characters; the result of each rung says how many texts it cut."));
        }

        if (empty > 0) context.Notes.Add($"{Count.Of(empty, "row")} without text left out.");
        if (unlabelled > 0) context.Notes.Add($"{Count.Of(unlabelled, "row")} without label left out.");
        return built;
    }

    private Example FromFormat(SourceRow row) => new(row.Id ?? NumberedId(row), TextCleaner.Clean(row.Text!), row.Label!.Trim())
    {
        Group = context.Source.Group is { } group ? row.Fields.GetValueOrDefault(group) : null,
        Metadata = row.Fields,
    };

    private Example FromColumns(SourceRow row, ColumnChoice columns, bool holdsMails, CancellationToken cancellationToken)
    {
        var id = columns.Id is null ? NumberedId(row) : row.Fields.GetValueOrDefault(columns.Id, NumberedId(row));
        var text = row.Fields.GetValueOrDefault(columns.Text, "");
        var metadata = row.Fields.Where(field => !columns.Uses(field.Key)).ToList();
        if (holdsMails)
        {
            var mail = MailConverter.Convert(Encoding.UTF8.GetBytes(text), cancellationToken);
            mail.AddTo(context.Notes, id);
            text = mail.Text;
            metadata.AddRange(mail.Headers.Where(header => metadata.TrueForAll(field => field.Key != header.Key)));
        }
        else if (columns.Lead is not null && row.Fields.TryGetValue(columns.Lead, out var lead) && lead.Length > 0)
        {
            text = text.Length == 0 ? lead : $"{lead}\n\n{text}";
        }

        return new Example(
            id,
            TextCleaner.Clean(text),
            row.Fields.GetValueOrDefault(columns.Label, "").Trim())
        {
            Group = columns.Group is null ? null : row.Fields.GetValueOrDefault(columns.Group),
            Metadata = Fields.Of(metadata, ref _metadataNames),
        };
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

    private static bool HoldsMails(IReadOnlyList<SourceRow> rows, string column)
    {
        var sample = rows.Take(100).Select(row => row.Fields.GetValueOrDefault(column, "")).ToList();
        return sample.Count(MailDetector.LooksLikeMail) >= 0.8 * sample.Count;
    }

    private static string NumberedId(SourceRow row) => SourceRow.NumberedId(row.File, row.Line);
}
