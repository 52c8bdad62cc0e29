using CsvHelper;
using CsvHelper.Configuration;
using Fulcrum.Data.Cleaning;

namespace Fulcrum.Data.Reading;

/// <summary>Comma-separated values (RFC 4180; also with semicolons) and tab-separated values, with or without a header line.</summary>
internal sealed class DelimitedReader : IDatasetReader
{
    private static readonly string[] Delimiters = [",", ";", "\t", "|"];

    public string Format => "comma- or tab-separated values (.csv, .tsv)";

    public bool Accepts(string path) => File.Exists(path) && TextFile.HasExtension(path, ".csv", ".tsv", ".tab");

    public async Task<IReadOnlyList<SourceRow>> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var text = await TextFile.ReadAsync(path, context, cancellationToken).ConfigureAwait(false);
        var file = context.NameOf(path);
        var isTabbed = !TextFile.HasExtension(path, ".csv");
        var records = Records(text, isTabbed, file, context, cancellationToken);
        if (records.Count == 0) return [];

        var header = records[0].Cells;
        var named = HeaderLine.IsOne(header, records, context.Source);
        if (!named)
        {
            header = [.. Enumerable.Range(1, header.Length).Select(number => string.Create(Invariant, $"column {number}"))];
            context.Notes.Add($"{file}: the first line is data, not a header; columns are called {string.Join(", ", header.Select(h => $"`{h}`"))}.");
        }

        foreach (var twice in header.GroupBy(column => column).Where(group => group.Count() > 1))
            context.Errors.Add(new InputError($"The column `{twice.Key}` stands twice in the header.") { File = file, Line = 1 });
        context.Errors.ThrowIfAny();

        var rows = new List<SourceRow>();
        foreach (var (line, cells) in records.Skip(named ? 1 : 0))
        {
            if (cells.Length == header.Length)
                rows.Add(new SourceRow(file, line, header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second)));
            else
                context.Errors.Add(WrongWidth(file, line, cells.Length, header.Length));
        }

        return rows;
    }

    private static List<(long Line, string[] Cells)> Records(
        string text, bool isTabbed, string file, ReadingContext context, CancellationToken cancellationToken)
    {
        InputError? broken = null;
        var line = 1L;
        var configuration = new CsvConfiguration(Invariant)
        {
            Delimiter = isTabbed ? "\t" : DelimiterOf(text),
            // Tab-separated files have no quoting rule (IANA text/tab-separated-values): a quotation mark is a character.
            Mode = isTabbed ? CsvMode.NoEscape : CsvMode.RFC4180,
            // After a broken quote everything that follows reads as broken too: the first one is the one to mend.
            BadDataFound = bad => broken ??= BrokenQuote(file, line, bad),
            // Empty lines are dropped below, so that lines can be counted.
            IgnoreBlankLines = false,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        var records = new List<(long, string[])>();
        while (parser.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = parser.Record!;
            if (broken is not null)
            {
                context.Errors.Add(broken);
                break;
            }

            if (cells.Length > 1 || cells[0].Length > 0) records.Add((line, cells));
            line += parser.RawRecord.AsSpan().Count('\n');
        }

        return records;
    }

    private static InputError BrokenQuote(string file, long firstLine, BadDataFoundArgs bad)
    {
        var record = bad.RawRecord.AsSpan();
        var start = Math.Max(0, record.IndexOf(bad.Field, StringComparison.Ordinal));
        var before = record[..start];
        return new InputError("A quotation mark in this field is not closed, or other text stands beside the quoted part.")
        {
            File = file,
            Line = firstLine + before.Count('\n'),
            Column = start - before.LastIndexOf('\n'),
            Remedy = "Put the whole field in quotation marks and double those inside it.",
        };
    }

    private static InputError WrongWidth(string file, long line, int cells, int columns) =>
        new($"{Count.Of(cells, "field")} where the header has {Count.Of(columns, "column")}.")
        {
            File = file,
            Line = line,
            Remedy = "Put fields that hold the separator or a line break in quotation marks.",
        };

    /// <summary>The separator that stands most often in the first line.</summary>
    private static string DelimiterOf(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? text : text[..end];
        return Delimiters.MaxBy(delimiter => line.AsSpan().Count(delimiter))!;
    }
}
