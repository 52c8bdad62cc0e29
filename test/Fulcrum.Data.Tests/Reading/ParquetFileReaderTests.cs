using Parquet.Serialization;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

public sealed class ParquetFileReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Columns_of_any_type_become_text()
    {
        var path = Path.Combine(folder.Path, "d.parquet");
        Row[] rows = [new() { text = "un", label = 1, weight = 0.5 }, new() { text = "zéro", label = 0, weight = null }];
        await ParquetSerializer.SerializeAsync(rows, path, cancellationToken: TestContext.Current.CancellationToken);

        var data = await Load.Path(path);

        Assert.Equal([("un", "1"), ("zéro", "0")], data.Examples.Select(e => (e.Text, e.Label)));
        Assert.Equal("0.5", data.Examples[0].Metadata["weight"]);
        Assert.Empty(data.Examples[1].Metadata);
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        var error = Assert.Single(await Load.ErrorsOf(folder.Write("d.parquet", "PAR1 this is not it")));
        Assert.StartsWith("The Parquet file cannot be read", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

#pragma warning disable IDE1006, CA1812 // column names; created by serialisation
    private sealed class Row
    {
        public string? text { get; set; }

        public int label { get; set; }

        public double? weight { get; set; }
    }
#pragma warning restore IDE1006, CA1812
}
