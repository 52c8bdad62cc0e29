using Fulcrum.Tests;

namespace Fulcrum.Data.Tests;

public sealed class DatasetLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_with_train_and_test_is_already_split()
    {
        _folder.Write("set/train.jsonl", "{\"id\":\"1\",\"text\":\"a\",\"label\":\"x\"}");
        _folder.Write("set/validation.jsonl", "{\"id\":\"2\",\"text\":\"b\",\"label\":\"x\"}");
        _folder.Write("set/test.jsonl", "{\"id\":\"3\",\"text\":\"c\",\"label\":\"y\"}");
        _folder.Write("set/shift.jsonl", "{\"id\":\"4\",\"text\":\"d\",\"label\":\"y\"}");
        _folder.Write("set/labels.json", "{}");
        _folder.Write("set/README.md", "about");

        var data = await Load.Path(Path.Combine(_folder.Path, "set"));

        Assert.Equal("set", data.Name);
        Assert.Equal([("1", DatasetPart.Train), ("2", DatasetPart.Dev), ("3", DatasetPart.Test), ("4", DatasetPart.Shift)], data.GivenParts.Select(p => (p.Key, p.Value)));
    }

    [Fact]
    public async Task Parts_may_be_folders_of_labels()
    {
        foreach (var part in new[] { "train", "test" })
            foreach (var label in new[] { "pos", "neg" }) _folder.Write($"{part}/{label}/1.txt", $"{part} {label}");
        var data = await Load.Path(_folder.Path);
        Assert.Equal(["train/neg/1.txt", "train/pos/1.txt", "test/neg/1.txt", "test/pos/1.txt"], data.Examples.Select(e => e.Id));
        Assert.Equal(DatasetPart.Test, data.GivenParts["test/pos/1.txt"]);
    }

    [Fact]
    public async Task Parts_can_be_named_one_by_one_and_number_their_rows_alike()
    {
        _folder.Write("a.csv", "id,text,label\n1,a,x\n2,b,y\n");
        _folder.Write("b.csv", "id,text,label\n1,c,x\n2,d,y\n");
        _folder.Write("other/test.jsonl", "{\"id\":\"1\",\"text\":\"e\",\"label\":\"x\"}");
        var data = await Load.Source(new DataSource { Train = "a.csv", Test = "b.csv", Shift = "other" }, baseFolder: _folder.Path);
        Assert.Equal(["a/1", "a/2", "b/1", "b/2", "test/1"], data.Examples.Select(e => e.Id));
        Assert.Equal(DatasetPart.Shift, data.GivenParts["test/1"]);
        Assert.Contains("Files share ids: the file's name is put before every id.", data.Notes);
    }

    [Fact]
    public async Task A_part_of_several_files_is_read_whole()
    {
        _folder.Write("train-00000-of-00002.csv", "text,label\na,x\n");
        _folder.Write("train-00001-of-00002.csv", "text,label\nb,y\n");
        _folder.Write("test.csv", "text,label\nc,y\n");
        var data = await Load.Path(_folder.Path);
        Assert.Equal(2, data.GivenParts.Values.Count(part => part == DatasetPart.Train));
    }

    [Fact]
    public async Task The_only_data_file_of_a_folder_is_the_data()
    {
        _folder.Write("mails.csv", "text,label\na,x\n");
        _folder.Write("README.md", "about");
        var data = await Load.Path(_folder.Path);
        Assert.Empty(data.GivenParts);
        Assert.Single(data.Examples);
    }

    [Fact]
    public async Task A_json_file_is_data_where_nothing_else_is()
    {
        _folder.Write("train.json", "[{\"text\":\"a\",\"label\":\"x\"}]");
        _folder.Write("test.json", "[{\"text\":\"b\",\"label\":\"x\"}]");
        Assert.Equal(["a", "b"], (await Load.Path(_folder.Path)).Examples.Select(e => e.Text));

        _folder.Write("train.csv", "text,label\nc,x\n");
        Assert.Equal(["c"], (await Load.Path(_folder.Path)).Examples.Select(e => e.Text));
    }

    [Fact]
    public async Task A_folder_of_several_data_files_asks_which()
    {
        _folder.Write("a.csv", "text,label\n");
        _folder.Write("b.csv", "text,label\n");
        var error = Assert.Single(await Load.ErrorsOf(_folder.Path));
        Assert.Equal("Name one of: a.csv, b.csv.", error.Remedy);
    }

    [Theory]
    [InlineData("d.jsonl", "")]
    [InlineData("d.csv", "")]
    [InlineData("d.csv", "text,label\n")]
    [InlineData("d.jsonl.txt", null)]
    public async Task An_empty_or_unknown_file_is_refused_by_name(string name, string? content)
    {
        _folder.Write(name, content ?? "x");
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = name }, baseFolder: _folder.Path));
        Assert.Equal(name, error.File);
        var expected = content switch
        {
            null => "This kind of file is not known.",
            "" => "There is no row: the file is empty, or no regular file.",
            _ => "There is no row of data in it.",
        };
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public async Task A_missing_file_is_answered_with_the_nearest_name()
    {
        _folder.Write("mails.csv", "text,label\na,x\n");
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = "mail.csv" }, baseFolder: _folder.Path));
        Assert.Equal("There is no file or folder `mail.csv`. Did you mean `mails.csv`?", error.ToString());
    }

    [Fact]
    public async Task No_source_is_refused() =>
        Assert.Equal("No data is named.", Assert.Single(await Load.ErrorsOf(new DataSource { Test = "t.csv" })).Message);

    [Fact]
    public async Task Duplicate_ids_are_listed_with_their_lines()
    {
        var errors = await Load.ErrorsOf(_folder.Write("d.csv", "id,text,label\n1,a,x\n2,b,y\n1,c,x\n2,d,y\n1,e,x\n"));
        Assert.Equal([("The id `1` occurs 3 times, first in line 2.", 4L), ("The id `2` occurs 2 times, first in line 3.", 5L)], errors.Select(e => (e.Message, e.Line!.Value)));
    }

    [Fact]
    public async Task A_column_that_does_not_exist_is_answered_with_the_nearest_name()
    {
        _folder.Write("d.csv", "body,kind\na,x\n");
        var errors = await Load.ErrorsOf(new DataSource { Path = "d.csv", Text = "bodi", Label = "zzzzzzzz" }, baseFolder: _folder.Path);
        Assert.Equal(
            [
                "d.csv: There is no column `bodi` for the text. Did you mean `body`? The columns are `body`, `kind`.",
                "d.csv: There is no column `zzzzzzzz` for the label. The columns are `body`, `kind`.",
            ],
            errors.Select(e => e.ToString()));
    }

    [Fact]
    public async Task Parts_with_other_columns_are_refused()
    {
        _folder.Write("train.csv", "text,label\na,x\nb,y\n");
        _folder.Write("test.csv", "text,klass\na,x\nb,y\n");
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = "." }, baseFolder: _folder.Path));
        Assert.Equal(("test.csv", "No row has the column `label`, which the other parts have."), (error.File, error.Message));
    }

    [Fact]
    public async Task Declared_labels_keep_their_order_and_refuse_others()
    {
        var path = _folder.Write("d.csv", "text,label\na,spam\nb,ham\nc,spma\n");
        Assert.Equal(["spma", "spam", "ham"], (await Load.Path(path, ["spma", "spam", "ham"])).Labels);
        var error = Assert.Single(await Load.ErrorsOf(new DataSource { Path = path, Label = "label" }, ["spam", "ham"]));
        Assert.Equal(4, error.Line);
        Assert.StartsWith("Did you mean `spam`?", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sms-spam", 4079, 1020, 2)]
    [InlineData("banking77-8", 800, 320, 8)]
    [InlineData("trec6", 5452, 500, 6)]
    public async Task Data_sets_have_the_rows_that_their_readme_counts(string name, int train, int test, int labels)
    {
        var data = await Load.Path(RepositoryFiles.Shared($"data/{name}"));
        Assert.Equal(train, data.GivenParts.Values.Count(part => part == DatasetPart.Train));
        Assert.Equal(test, data.GivenParts.Values.Count(part => part == DatasetPart.Test));
        Assert.Equal(labels, data.Labels.Count);
    }

    [Fact]
    public async Task Another_years_mail_can_stand_beside_as_shift()
    {
        var source = new DataSource { Path = "sms-spam", Shift = "enron1" };
        var data = await Load.Source(source, baseFolder: RepositoryFiles.Shared("data"));
        Assert.Equal(4647, data.GivenParts.Values.Count(part => part == DatasetPart.Shift));
    }
}
