using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

/// <summary>What every format has in common.</summary>
public sealed class DatasetReadersTests : IDisposable
{
    private static readonly string[] Extensions = [".jsonl", ".ndjson", ".csv", ".tsv", ".tab", ".parquet", ".mbox"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names() => [.. Extensions.Select(extension => "data" + extension), .. Extensions.Where(e => e != ".parquet").Select(extension => $"data{extension}.gz")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_empty_file_is_refused_by_its_name(string name) => await AssertRefusedAsync(name, []);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bytes_that_mean_nothing_are_refused_by_the_name_of_the_file(string name)
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var bytes = new byte[50 + 40 * seed];
            new Random(seed).NextBytes(bytes);
            await AssertRefusedAsync(name, bytes);
        }
    }

    private async Task AssertRefusedAsync(string name, byte[] bytes)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, name), bytes, TestContext.Current.CancellationToken);
        var errors = await Load.ErrorsOf(new DataSource { Path = name }, baseFolder: _folder.Path);
        Assert.All(errors, error => Assert.Equal(name, error.File));
    }
}
