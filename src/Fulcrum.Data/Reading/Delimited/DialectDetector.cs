namespace Fulcrum.Data.Reading.Delimited;

/// <summary>Tells the dialect of a delimited file by the records at its start: the separator that gives most of them the same number of fields.</summary>
internal static class DialectDetector
{
    /// <summary>As much text as is looked at.</summary>
    public const int SampleLength = 1 << 18;

    private const int RecordsLookedAt = 1000;
    private const int LongestPreamble = 30;
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>The dialect, and the records that show it.</summary>
    /// <param name="text">The start of the text.</param>
    /// <param name="isTabbed">Whether the file's name says that it is tab-separated.</param>
    /// <param name="source">Names columns that a header may have.</param>
    public static (DelimitedDialect Dialect, IReadOnlyList<string[]> Records) Detect(ReadOnlySpan<char> text, bool isTabbed, DataSource source)
    {
        var isWhole = text.Length < SampleLength;
        var sample = text.ToString();
        var named = SeparatorLine(sample);
        var separators = named is { } only ? [only] : isTabbed ? ['\t', .. Separators.Where(separator => separator != '\t')] : Separators;
        var best = separators
            .SelectMany(separator => LineEnds(sample).Select(lineEnd => new DelimitedDialect(separator) { HasSeparatorLine = named is not null, LineEnd = lineEnd }))
            .SelectMany(dialect => Trials(dialect, sample, isWhole, source))
            .MaxBy(trial => trial.Rank)!;
        return (best.Dialect with { Preamble = best.Preamble, Width = best.Width, IsQuoted = best.IsQuoted }, best.Records);
    }

    /// <summary>The separator that a line <c>sep=;</c> at the start names.</summary>
    private static char? SeparatorLine(string text) =>
        text.Split(['\r', '\n'], 2)[0].Trim('"') is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var separator] ? separator : null;

    /// <summary>What may end the records of a text: line feeds where there are any, unless carriage returns stand alone too.</summary>
    private static char?[] LineEnds(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal)) return [null];
        return text.Replace("\r\n", "\n", StringComparison.Ordinal).Contains('\r', StringComparison.Ordinal) ? ['\n', '\r', null] : ['\n'];
    }

    /// <summary>Read with doubled marks, and with marks behind backslashes where the former is broken.</summary>
    private static IEnumerable<Trial> Trials(DelimitedDialect dialect, string sample, bool isWhole, DataSource source)
    {
        var doubled = Trial.Of(dialect, sample, isWhole, source);
        yield return doubled;
        if (doubled.IsBroken && sample.Contains("\\\"", StringComparison.Ordinal))
            yield return Trial.Of(dialect with { HasBackslashes = true }, sample, isWhole, source);
    }

    /// <summary>What a sample looks like in a dialect.</summary>
    private sealed record Trial(DelimitedDialect Dialect, IReadOnlyList<string[]> Records, bool IsBroken, bool IsQuoted)
    {
        public int Width { get; private init; }

        public int Preamble { get; private init; }

        /// <summary>Higher is likelier, item by item.</summary>
        public (bool IsWhole, int Share, int KnownNames, int NoOddBreaks, int NotSpaced) Rank { get; private init; }

        public static Trial Of(DelimitedDialect dialect, string sample, bool isWhole, DataSource source)
        {
            var parser = new RecordParser(new StringReader(sample), dialect);
            var records = new List<string[]>();
            var isQuoted = false;
            var oddBreaks = 0;
            while (records.Count < RecordsLookedAt && parser.Read())
            {
                if (!parser.IsBlank) records.Add(parser.Texts());
                isQuoted |= parser.IsQuoted;
                if (parser.HasStrayBreaks || parser.IsBlank) oddBreaks++;
            }

            var isCut = !isWhole && records.Count < RecordsLookedAt;
            if (isCut && records.Count > 1 && parser.BrokenQuote is null) records.RemoveAt(records.Count - 1);
            if (dialect.HasSeparatorLine && records.Count > 0) records.RemoveAt(0);
            var isBroken = parser.BrokenQuote is not null && !(isCut && parser.IsOpenAtEnd);
            var trial = new Trial(dialect, records, isBroken, isQuoted);
            if (records.Count == 0) return trial;

            var (width, count) = records.CountBy(record => record.Length).MaxBy(pair => (pair.Value, pair.Key));
            var preamble = PreambleOf(records, width, source);
            var fields = records.Sum(record => record.Length - 1);
            return trial with
            {
                Records = records[preamble..],
                Width = width,
                Preamble = preamble,
                Rank = (
                    width > 1 && !isBroken,
                    width > 1 ? 100 * count / records.Count : 0,
                    records[preamble].Count(cell => HeaderLine.IsKnown(cell, source)),
                    -oddBreaks,
                    // Separators stand close to the next field; punctuation in a text does not.
                    fields == 0 ? 0 : -100 * records.Sum(record => record.Skip(1).Count(cell => cell.StartsWith(' '))) / fields),
            };
        }

        /// <summary>
        /// Titles and dates of an export before its header: fewer cells than the table has columns. Lines that fill half of the
        /// columns belong to the table, and so do short rows in front of which there is no header.
        /// </summary>
        private static int PreambleOf(List<string[]> records, int width, DataSource source)
        {
            var columns = records.CountBy(Filled).MaxBy(pair => (pair.Value, pair.Key)).Key;
            if (columns < 2) return 0;
            var lines = records.Take(LongestPreamble).TakeWhile(record =>
                Filled(record) <= columns / 2 && !record.Any(cell => HeaderLine.IsKnown(cell, source))).Count();
            if (lines == 0 || lines == LongestPreamble || lines == records.Count) return 0;
            var isNarrow = records.Take(lines).All(record => record.Length < width);
            return isNarrow || records[lines].Any(cell => HeaderLine.IsKnown(cell, source)) ? lines : 0;
        }

        /// <summary>The number of cells up to the last one that is not empty.</summary>
        private static int Filled(string[] record) => Array.FindLastIndex(record, cell => cell.Length > 0) + 1;
    }
}
