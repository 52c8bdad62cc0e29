using Fulcrum.Tests;


namespace Fulcrum.Data.Tests.Columns;

public sealed class ColumnGuesserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Unknown_names_are_guessed_by_content()
    {
        var rows = Enumerable.Range(0, 20).Select(i => $"{i},{(i % 2 == 0 ? "yes" : "no")},sentence number {i} of some length,{i * 7 % 5}");
        var data = await Load.Path(_folder.Write("d.csv", "nr,flag,stuff,stars\n" + string.Join('\n', rows)));
        Assert.Equal(("sentence number 0 of some length", "yes"), (data.Examples[0].Text, data.Examples[0].Labels));
        Assert.Contains("Guessed: the text from column `stuff` and the label from column `flag`.", data.Notes);
    }

    [Fact]
    public async Task Declared_labels_find_their_column()
    {
        var data = await Load.Path(_folder.Write("d.csv", "text,category,verdict\na,work,ham\nb,work,spam\nc,home,ham\n"), ["ham", "spam"]);
        Assert.Equal(["ham", "spam", "ham"], data.Examples.Select(e => e.Labels));
        Assert.Equal("work", data.Examples[0].Metadata["category"]);
    }

    [Fact]
    public async Task Named_columns_win_and_nothing_is_noted()
    {
        _folder.Write("d.csv", "text,label,note,kind\na,x,b,y\nc,x,d,z\n");
        var data = await Load.Source(new DataSource { Path = "d.csv", Text = "note", Label = "kind" }, baseFolder: _folder.Path);
        Assert.Equal([("b", "y"), ("d", "z")], data.Examples.Select(e => (e.Text, e.Labels)));
        Assert.Empty(data.Notes);
    }

    [Fact]
    public async Task A_family_column_groups_rows_and_is_no_metadata()
    {
        var data = await Load.Path(_folder.Write("d.csv", "text,label,family\na,x,f1\nb,y,f2\n"));
        Assert.Equal(["f1", "f2"], data.Examples.Select(e => e.Group));
        Assert.All(data.Examples, e => Assert.Empty(e.Metadata));
        Assert.Contains(data.Notes, note => note.Contains("same `family` belong together", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Free_text_is_not_taken_for_labels()
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"meaning {i},a sentence that is different {i}");
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("d.csv", "text,target\n" + string.Join('\n', rows))));
        Assert.StartsWith("The column `target` cannot be the label: it has 60 different values in 60 rows", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("The columns are `text`, `target`.", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_column_is_called_like_a_label_the_columns_are_listed()
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"meaning {i},a sentence that is different {i}");
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("d.csv", "text,remark\n" + string.Join('\n', rows))));
        Assert.Equal("No column looks like the label.", error.Message);
        Assert.Equal("Name it (data: label: ...). The columns are `text`, `remark`.", error.Remedy);
    }

    [Theory]
    [InlineData("labl", "label")]
    [InlineData("LABEL", "label")]
    [InlineData("zebra", null)]
    public void The_nearest_name_is_found(string name, string? expected) => Assert.Equal(expected, NearestName.Find(name, ["text", "label"]));
}
