using System.Globalization;
using System.Text;
using ExcelDataReader;
using Fulcrum.Data.Reading.Delimited;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>
/// The first sheet of an Excel workbook that is shown and not empty: values as they are stored, those of formulas as they were last
/// computed, dates as ISO 8601. Rows come one at a time; the workbook's table of texts is in memory.
/// </summary>
internal sealed class WorkbookReader : IDatasetReader
{
    private const int RowsLookedAt = 20;

    // Beyond it a double no longer tells whole numbers apart.
    private const double LargestWhole = 1L << 53;

    // The library asks for Windows-1252 as it starts, though only workbooks of before 2007 have texts in it.
    static WorkbookReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public string Format => "an Excel workbook (.xlsx)";

    public bool Accepts(string path) => File.Exists(path) && FileName.HasExtension(path, ".xlsx");

    public IAsyncEnumerable<SourceRow> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken) =>
        Rows(path, context, cancellationToken).ToAsyncEnumerable();

    private static IEnumerable<SourceRow> Rows(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var file = context.NameOf(path);
        using var stream = File.OpenRead(path);
        using var book = Try(file, () => ExcelReaderFactory.CreateOpenXmlReader(stream));
        GoToData(book, file, context, cancellationToken);

        var filled = Filled(book, file, cancellationToken);
        using var rows = filled.GetEnumerator();
        List<Row> first = [];
        while (first.Count < RowsLookedAt && rows.MoveNext()) first.Add(rows.Current);
        var header = HeaderOf(first, context.Source);
        foreach (var before in first.Take(header)) context.Notes.AddRow("line", "before the header left out", $"{file}({before.Line.ToString(Invariant)})");
        var isNamed = HeaderLine.IsFirst([.. first.Skip(header).Select(row => row.Texts)], context.Source);
        var names = Names(first[header], isNamed, file, context);
        var fieldNames = new FieldNames([]);
        foreach (var row in first.Skip(isNamed ? header + 1 : header).Concat(Rest(rows)))
        {
            if (isNamed && row.Texts.SequenceEqual(first[header].Texts)) context.Notes.AddRow("repeated header row", "left out", $"{file}({row.Line.ToString(Invariant)})");
            else yield return new SourceRow(file, row.Line, Fields.Of(FieldsOf(row, names, context.Kinds), ref fieldNames));
        }
    }

    private static IEnumerable<Row> Rest(IEnumerator<Row> rows)
    {
        while (rows.MoveNext()) yield return rows.Current;
    }

    /// <summary>Goes to the first sheet that is shown and has a filled cell, and notes that there are others.</summary>
    private static void GoToData(IExcelDataReader book, string file, ReadingContext context, CancellationToken cancellationToken)
    {
        List<(int Index, string Name)> sheets = [];
        var index = 0;
        do
        {
            if (book.VisibleState == "visible" && Filled(book, file, cancellationToken).Any()) sheets.Add((index, book.Name));
            index++;
        }
        while (Try(file, book.NextResult));
        if (sheets.Count == 0) throw new InputException(new InputError("No sheet of the workbook has a filled cell.") { File = file, Remedy = "Give a workbook with a header and rows." });
        if (sheets.Count > 1)
        {
            context.Notes.Add(
                $"{file}: the sheet `{sheets[0].Name}` is read; left out: {string.Join(", ", sheets.Skip(1).Select(sheet => $"`{sheet.Name}`"))}. To read another, save it as a workbook of its own.");
        }

        book.Reset();
        for (var sheet = 0; sheet < sheets[0].Index; sheet++) book.NextResult();
    }

    /// <summary>The rows from here on that have a filled cell.</summary>
    private static IEnumerable<Row> Filled(IExcelDataReader book, string file, CancellationToken cancellationToken)
    {
        for (var line = 1L; Try(file, book.Read); line++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var values = new object?[book.FieldCount];
            for (var column = 0; column < values.Length; column++) values[column] = book.GetValue(column);
            var row = new Row(line, values, [.. values.Select(Text)]);
            if (row.Width > 0) yield return row;
        }
    }

    /// <summary>The first row that has a well-known name and is wider than all before it, as a title is not; else the first of all.</summary>
    private static int HeaderOf(List<Row> rows, DataSource source)
    {
        var named = rows.FindIndex(row => row.Texts.Any(cell => HeaderLine.IsKnown(cell, source)));
        return named > 0 && rows.Take(named).All(before => before.Width < rows[named].Width) ? named : 0;
    }

    private static string[] Names(Row header, bool isNamed, string file, ReadingContext context)
    {
        string[] names = [.. header.Texts.Select((cell, column) => isNamed && HeaderLine.NameOf(cell) is { Length: > 0 } name ? name : string.Create(Invariant, $"column {column + 1}"))];
        if (!isNamed) context.Notes.Add($"{file}: the first line is data, not a header; columns are called {string.Join(", ", names.Select(name => $"`{name}`"))}.");
        foreach (var name in names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key))
            context.Errors.Add(new InputError($"The column `{name}` is duplicated in the header.") { File = file, Line = header.Line });
        context.Errors.ThrowIfAny();
        return names;
    }

    private static Dictionary<string, string> FieldsOf(Row row, string[] names, CellKinds kinds)
    {
        var fields = new Dictionary<string, string>();
        for (var column = 0; column < row.Texts.Length; column++)
        {
            if (row.Texts[column].Length == 0) continue;
            var name = column < names.Length ? names[column] : string.Create(Invariant, $"column {column + 1}");
            fields[name] = row.Texts[column];
            kinds.Add(name, KindOf(row.Values[column]));
        }

        return fields;
    }

    private static CellKind KindOf(object? value) => value switch
    {
        double number => IsWhole(number) ? CellKind.WholeNumber : CellKind.Number,
        bool => CellKind.Truth,
        _ => CellKind.Text,
    };

    private static string Text(object? value) => value switch
    {
        null => "",
        double number when IsWhole(number) => ((long)number).ToString(Invariant),
        bool truth => truth ? "true" : "false",
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", Invariant),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss", Invariant),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static bool IsWhole(double number) => number == Math.Floor(number) && Math.Abs(number) <= LargestWhole;

    private static T Try<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        // Damaged parts end in whatever the unpacking or the XML of them meets.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InputException(
                new InputError($"The workbook cannot be read: {e.Message}") { File = file, Remedy = "Check that it is complete and has no password, or save the sheet as CSV (UTF-8)." }, e);
        }
    }

    /// <param name="Line">Its number in the sheet, from 1.</param>
    /// <param name="Values">The cells as they are stored.</param>
    /// <param name="Texts">The cells as texts, empty ones too.</param>
    private sealed record Row(long Line, object?[] Values, string[] Texts)
    {
        /// <summary>How many cells are filled.</summary>
        public int Width => Texts.Count(text => !Cell.IsEmpty(text));
    }
}
