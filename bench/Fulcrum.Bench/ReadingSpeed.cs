using System.Diagnostics;
using System.Globalization;
using System.Text;
using Fulcrum.Data;
using Fulcrum.Data.Reading;
using Fulcrum.Data.Rows;
using nietras.SeparatedValues;

namespace Fulcrum.Bench;

/// <summary>How much of a delimited file is read in a second on one core, beside a library that only splits and Python's csv module.</summary>
internal static class ReadingSpeed
{
    private const int Tries = 3;

    // The same work: every field of every row becomes a string.
    private const string Python = """
        import csv, sys, time
        start = time.perf_counter()
        rows = fields = 0
        with open(sys.argv[1], encoding="utf-8", newline="") as file:
            for row in csv.reader(file): rows += 1; fields += len(row)
        print(time.perf_counter() - start, rows, fields)
        """;

    /// <summary>Writes a made-up file of so many megabytes, reads it in the three ways and prints a table.</summary>
    public static async Task<int> Run(int megabytes)
    {
        // Taken before anything else runs, so that the garbage collector's threads are on that core too.
        if (OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = 1;
        var path = Path.Combine(Path.GetTempPath(), $"fulcrum-bench-{Environment.ProcessId}.csv");
        try
        {
            var rows = Write(path, megabytes * 1_000_000L);
            var size = new FileInfo(path).Length / 1e6;
            Console.WriteLine($"{size:0} MB, {rows:N0} rows of a text (a fifth quoted, a tenth with line breaks), a label and two other columns; one core, best of {Tries}.");
            var fulcrum = await Best(() => ReadAsync(path), rows);
            var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
            var library = await Best(() => Task.FromResult(ReadWithSep(path)), rows);
            var python = Enumerable.Range(0, Tries).Min(_ => ReadWithPython(path, rows));
            Console.WriteLine("| | MB/s | ours / its |\n|---|---|---|");
            Console.WriteLine($"| Fulcrum, rows with named fields | {size / fulcrum:0} | |");
            Console.WriteLine($"| Sep, unescaped strings | {size / library:0} | {library / fulcrum:0.00} |");
            Console.WriteLine($"| Python's csv | {size / python:0} | {python / fulcrum:0.0} |");
            Console.WriteLine($"Peak memory of a process that has read it {Tries} times: {peak:0} MB.");
            return 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<long> ReadAsync(string path)
    {
        var context = new ReadingContext(new DataSource { Path = path }, Path.GetTempPath(), progress: null);
        long rows = 0;
        await foreach (var row in DatasetReaders.ReadAsync(path, context, CancellationToken.None)) rows += row.Fields.ContainsKey("text") ? 1 : 0;
        context.Errors.ThrowIfAny();
        return rows;
    }

    private static long ReadWithSep(string path)
    {
        using var reader = Sep.New(',').Reader(options => options with { Unescape = true }).FromFile(path);
        long rows = 0, length = 0;
        foreach (var row in reader)
        {
            for (var column = 0; column < row.ColCount; column++) length += row[column].ToString().Length;
            rows++;
        }

        return length > 0 ? rows : 0;
    }

    private static double ReadWithPython(string path, long rows)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", ["-c", Python, path]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Split();
        process.WaitForExit();
        if (output[1] != (rows + 1).ToString(CultureInfo.InvariantCulture)) throw new InvalidOperationException($"Python read {output[1]} rows.");
        return double.Parse(output[0], CultureInfo.InvariantCulture);
    }

    private static async Task<double> Best(Func<Task<long>> read, long rows)
    {
        var best = double.MaxValue;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            if (await read() is var found && found != rows) throw new InvalidOperationException($"{found} rows were read of {rows}.");
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>Rows like those of tickets: texts of 5 to 40 words.</summary>
    private static long Write(string path, long bytes)
    {
        string[] words = ["the", "parcel", "invoice", "of", "Müller", "was", "charged", "twice", "and", "nobody", "answers", "please", "café", "number", "again", "délai"];
        string[] labels = ["billing", "shipping", "login", "other"];
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        writer.Write("nr,text,label,channel\n");
        long rows = 0, written = 0;
        var random = new Random(1);
        var line = new StringBuilder();
        for (; written < bytes; rows++)
        {
            line.Clear().Append(CultureInfo.InvariantCulture, $"{rows},");
            var style = random.Next(10);
            if (style < 2) line.Append('"');
            for (var count = random.Next(5, 41); count > 0; count--) line.Append(words[random.Next(words.Length)]).Append(count > 1 ? " " : "");
            if (style < 2) line.Append(", \"\"really\"\"").Append(style == 0 ? "\nand soon\"" : "\"");
            line.Append(',').Append(labels[rows % 4]).Append(",mail\n");
            writer.Write(line);
            written += line.Length;
        }

        return rows;
    }
}
