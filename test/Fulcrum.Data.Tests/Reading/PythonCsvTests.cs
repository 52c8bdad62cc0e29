using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

/// <summary>What Python's <c>csv</c> writes in all its dialects is read back.</summary>
public sealed class PythonCsvTests : IDisposable
{
    private const int Files = 300;

    // Writes files 0.csv, 1.csv, … into the folder of its first argument, and what they hold beside them as JSON.
    private const string Writer = """
        import csv, io, json, os, random, sys
        folder, files = sys.argv[1], int(sys.argv[2])
        random.seed(1)
        pieces = ["a", "word", " ", ",", ";", "\t", "|", '"', "\n", "\r", "\r\n", "é", "漢", "😀", "'", "\\", "0", "1.5"]
        for number in range(files):
            delimiter = random.choice(",;|\t")
            end = random.choice(["\n", "\r\n", "\r"])
            names = random.choice([["text", "label"], ["label", "text", "nr"]])
            def cell():
                text = "".join(random.choice(pieces) for _ in range(random.randrange(12)))
                # Where quotes have no rule, and where Python before 3.13 leaves a line break unquoted that makes CRLF of the line end beside it.
                if delimiter == "\t" and ("\n" in text or "\r" in text): text = text.replace("\t", "")
                return text.lstrip("\n") if end == "\r" else text.rstrip("\r")
            rows = [[cell() for _ in names] for _ in range(random.randrange(1, 20))]
            written = io.StringIO(newline="")
            csv.writer(written, delimiter=delimiter, quoting=random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
                       lineterminator=end).writerows([names] + rows)
            encoding = random.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
            with open(os.path.join(folder, f"{number}.csv"), "wb") as file: file.write(written.getvalue().encode(encoding))
            with open(os.path.join(folder, f"{number}.json"), "w") as file: json.dump([dict(zip(names, row)) for row in rows], file)
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_it_writes_is_read_back()
    {
        await WriteAsync();
        for (var number = 0; number < Files; number++)
        {
            var json = await File.ReadAllTextAsync(Path.Combine(_folder.Path, $"{number}.json"), TestContext.Current.CancellationToken);
            var expected = JsonSerializer.Deserialize<Dictionary<string, string>[]>(json)!;
            var rows = await ReadRows.Of(Path.Combine(_folder.Path, $"{number}.csv"));
            Assert.Equal(expected.Select(Joined), rows.Select(row => Joined(row.Fields)));
        }

        static string Joined(IReadOnlyDictionary<string, string> fields) => string.Join('\u001F', fields.OrderBy(field => field.Key, StringComparer.Ordinal));
    }

    private async Task WriteAsync()
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("python3", ["-c", Writer, _folder.Path, $"{Files}"]) { RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs python3");
            return;
        }

        using (process)
        {
            var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, errors);
        }
    }
}
