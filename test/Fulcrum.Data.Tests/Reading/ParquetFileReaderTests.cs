using Parquet.Serialization;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

public sealed class ParquetFileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_of_any_type_become_text()
    {
        var path = Path.Combine(_folder.Path, "d.parquet");
        Row[] rows = [new() { text = "un", label = 1, weight = 0.5 }, new() { text = "zéro", label = 0, weight = null }];
        await ParquetSerializer.SerializeAsync(rows, path, cancellationToken: TestContext.Current.CancellationToken);

        var data = await Load.Path(path);

        Assert.Equal([("un", "1"), ("zéro", "0")], data.Examples.Select(e => (e.Text, e.Labels)));
        Assert.Equal("0.5", data.Examples[0].Metadata["weight"]);
        Assert.Empty(data.Examples[1].Metadata);
    }

    [Fact]
    public async Task NaN_is_no_value()
    {
        var data = await Load.Path(await WriteAsync<Measured>([new() { text = "a", label = 1, group = double.NaN }, new() { text = "b", label = float.NaN, group = 2 }]));
        Assert.Equal([("a", "1", null)], data.Examples.Select(e => (e.Text, e.Labels, e.Group)));
        Assert.Contains("1 row without label left out: d-2.", data.Notes);
    }

    [Fact]
    public async Task A_list_of_one_label_is_that_label_and_lists_beside_the_text_are_kept_as_JSON()
    {
        var data = await Load.Path(await WriteAsync<Listed>([new() { text = "a", labels = ["x"], tags = ["p", "q"] }, new() { text = "b", labels = ["y"], tags = null }]));
        Assert.Equal([("a", "x"), ("b", "y")], data.Examples.Select(e => (e.Text, e.Labels)));
        Assert.Equal("""["p","q"]""", data.Examples[0].Metadata["tags"]);
    }

    [Fact]
    public async Task A_list_of_labels_is_refused_by_its_name()
    {
        var path = await WriteAsync<Listed>([new() { text = "a", labels = ["x"] }, new() { text = "b", labels = ["y", "z"] }]);
        Assert.Equal(
            "d.parquet(2): The label `labels` is a list of 2 values here. Each row needs one label: a text, a number or a truth value. "
            + "Where rows have several labels, write `kind: multi-label` in task.yaml.",
            Assert.Single(await Load.ErrorsOf(new DataSource { Path = path }, baseFolder: _folder.Path)).ToString());
    }

    [Fact]
    public async Task The_lists_of_a_multi_label_task_are_kept_whatever_their_length()
    {
        var path = await WriteAsync<Listed>(
            [new() { text = "a", labels = ["x"] }, new() { text = "b", labels = ["y", "x"] }, new() { text = "c", labels = [] }, new() { text = "d", labels = null }]);

        var data = await Load.MultiLabel(new DataSource { Path = path });

        Assert.Equal([("a", "x"), ("b", "x, y"), ("c", "(none)")], data.Examples.Select(e => (e.Text, e.Labels.ToString())));
        Assert.Equal("1 row without label left out: d-4.", data.Notes[^1]);
    }

    [Fact]
    public async Task Conversations_are_read_as_in_JSON()
    {
        var data = await Load.Path(await WriteAsync<Chat>(
            [new() { messages = [new() { role = "user", content = "Lunch?" }, new() { role = "assistant", content = "ham" }] }]));
        Assert.Equal([("Lunch?", "ham")], data.Examples.Select(e => (e.Text, e.Labels)));
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("d.parquet", "PAR1 this is not it")));
        Assert.StartsWith("The Parquet file cannot be read", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    private async Task<string> WriteAsync<T>(T[] rows)
    {
        var path = Path.Combine(_folder.Path, "d.parquet");
        await ParquetSerializer.SerializeAsync(rows, path, cancellationToken: TestContext.Current.CancellationToken);
        return path;
    }

#pragma warning disable IDE1006, CA1812 // column names; created by serialization
    private sealed class Row
    {
        public string? text { get; set; }

        public int label { get; set; }

        public double? weight { get; set; }
    }

    private sealed class Measured
    {
        public string? text { get; set; }

        public float label { get; set; }

        public double group { get; set; }
    }

    private sealed class Listed
    {
        public string? text { get; set; }

        public List<string>? labels { get; set; }

        public List<string>? tags { get; set; }
    }

    private sealed class Chat
    {
        public List<Message>? messages { get; set; }
    }

    private sealed class Message
    {
        public string? role { get; set; }

        public string? content { get; set; }
    }
#pragma warning restore IDE1006, CA1812
}
