using Fulcrum.Data.Cleaning;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading.Delimited;

/// <summary>Comma-separated values (RFC 4180; also with semicolons or bars) and tab-separated values, with or without a header line.</summary>
internal sealed class DelimitedReader : IDatasetReader
{
    public string Format => "comma- or tab-separated values (.csv, .tsv)";

    public bool Accepts(string path) => File.Exists(path) && FileName.HasExtension(path, ".csv", ".tsv", ".tab");

    public IAsyncEnumerable<SourceRow> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken) =>
        Rows(path, context, cancellationToken).ToAsyncEnumerable();

    private static IEnumerable<SourceRow> Rows(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var file = context.NameOf(path);
        using var text = TextFile.Open(path, context);
        var isTabbed = !FileName.HasExtension(path, ".csv");
        var (dialect, records) = DialectDetector.Detect(text.Preview(DialectDetector.SampleLength).Span, isTabbed, context.Source);
        var parser = new RecordParser(text, dialect);
        DelimitedTable? table = null;
        for (var before = dialect.Preamble + (dialect.HasSeparatorLine ? 1 : 0); parser.Read();)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (parser.IsBlank) continue;
            if (before > 0)
            {
                before--;
                if (!dialect.HasSeparatorLine || before < dialect.Preamble)
                    context.Notes.AddRow("line", "before the header left out", $"{file}({parser.Line.ToString(Invariant)})");
                continue;
            }

            if (table is null)
            {
                // A first record may be longer than what the dialect was told by.
                table = DelimitedTable.Of(records.Count > 0 ? records : [parser.Texts()], context.Source);
                Describe(table, parser, file, context);
                context.Errors.ThrowIfAny();
                if (table.IsNamed) continue;
            }

            if (table.IsHeader(parser)) context.Notes.AddRow("repeated header row", "left out", $"{file}({parser.Line.ToString(Invariant)})");
            else if (table.Read(parser) is { } fields) yield return new SourceRow(file, parser.Line, fields);
            else context.Errors.Add(WrongWidth(file, parser.Line, parser.Count, table.Width));
        }

        if (parser.BrokenQuote is { } broken) context.Errors.Add(BrokenQuote(file, broken));
        if (parser.IsTooLong) context.Errors.Add(TooLong(file, parser.Line));
    }

    /// <summary>Notes what was made of the header, and adds what is wrong with it to the errors.</summary>
    private static void Describe(DelimitedTable table, RecordParser header, string file, ReadingContext context)
    {
        if (!table.IsNamed)
        {
            context.Notes.Add($"{file}: the first line is data, not a header; columns are called {string.Join(", ", table.Names.Select(name => $"`{name}`"))}.");
            return;
        }

        if (table.IsIndexed) context.Notes.Add($"{file}: the first column has no name and numbers the rows; left out.");
        foreach (var name in DelimitedTable.Repeated(header.Texts()))
            context.Errors.Add(new InputError($"The column `{name}` is duplicated in the header.") { File = file, Line = header.Line });
    }

    private static InputError BrokenQuote(string file, (long Line, long Column) at) =>
        new("A quotation mark in this field is not closed, or there is text beside the quoted part.")
        {
            File = file,
            Line = at.Line,
            Column = at.Column,
            Remedy = "Put the whole field in quotation marks and double those inside it.",
        };

    private static InputError TooLong(string file, long line) =>
        new(string.Create(Invariant, $"This line has more than {RecordParser.LongestRecord:N0} characters.")) { File = file, Line = line };

    private static InputError WrongWidth(string file, long line, int cells, int columns) =>
        new($"{Count.Of(cells, "field")} where the header has {Count.Of(columns, "column")}.")
        {
            File = file,
            Line = line,
            Remedy = "Put fields that hold the separator or a line break in quotation marks.",
        };
}
