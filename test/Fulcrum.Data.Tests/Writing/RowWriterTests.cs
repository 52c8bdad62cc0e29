using System.Text;
using CsCheck;
using Fulcrum.Data.Writing;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Writing;

/// <summary>What is written is read again as it was.</summary>
public sealed class RowWriterTests : IDisposable
{
    private static readonly TypedColumn[] Columns = [new("text"), new("other"), new("n", CellKind.WholeNumber), new("ok", CellKind.Truth)];
    private static readonly TypedColumn[] Added = [new("predicted"), new("confidence", CellKind.Number)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    public void Rows_come_back_as_they_were(string format) =>
        Gen.Select(Gen.Char[" \",;\n\t'|äあ"].Array[0, 6], Gen.Long, Gen.Bool, Gen.Double[0, 1]).Array[20, 30].Sample(
            rows =>
            {
                var path = Path.Combine(_folder.Path, $"rows.{format}");
                TextRow[] written = [.. rows.Select((row, index) => new TextRow($"{index}", "", ["a", new string(row.Item1), row.Item2.ToString(System.Globalization.CultureInfo.InvariantCulture), row.Item3 ? "True" : "False"]) { File = "f" })];
                Write(path, written.Zip(rows.Select(row => (object?[])["label", Math.Round(row.Item4, 6)])));

                var read = TextTable.Open(new TextTableSource(path), CancellationToken.None).Read(CancellationToken.None).ToArray();

                Assert.Equal(written.Select(row => row.Cells[1] is { Length: > 0 } cell ? cell : null), read.Select(row => row.Cells[1] is { Length: > 0 } cell ? cell : null));
                Assert.Equal(written.Select(row => row.Cells[2]), read.Select(row => row.Cells[2]));
                Assert.Equal(rows.Select(row => Math.Round(row.Item4, 6)), read.Select(row => double.Parse(row.Cells[5]!, System.Globalization.CultureInfo.InvariantCulture)));
            },
            iter: 200, threads: 1);

    [Fact]
    public void Absent_values_are_absent_in_every_format()
    {
        var row = new TextRow("1", "", ["a", null, null, null]) { File = "f" };
        foreach (var format in (string[])["csv", "jsonl", "parquet"])
        {
            var path = Path.Combine(_folder.Path, $"rows.{format}");
            Write(path, [(row, [null, null]), (row with { Cells = ["a", "b", "1", "True"] }, ["label", 0.25])]);
            var read = TextTable.Open(new TextTableSource(path), CancellationToken.None).Read(CancellationToken.None).First();
            Assert.All(read.Cells.Skip(1), cell => Assert.True(string.IsNullOrEmpty(cell)));
        }
    }

    [Fact]
    public void Probabilities_are_written_without_exponents()
    {
        var path = Path.Combine(_folder.Path, "rows.csv");

        Write(path, [(new TextRow("1", "", ["a", " b ", null, null]) { File = "f" }, ["label", 0.000007])]);

        Assert.Equal("text,other,n,ok,predicted,confidence\na,\" b \",,,label,0.000007\n", File.ReadAllText(path, Encoding.UTF8));
    }

    private static void Write(string path, IEnumerable<(TextRow Row, object?[] Added)> rows)
    {
        using var file = File.Create(path);
        using var writer = RowFormat.Of(path).Open(file, Columns, Added);
        foreach (var (row, added) in rows) writer.Write(row, added);
        writer.Finish();
    }
}
