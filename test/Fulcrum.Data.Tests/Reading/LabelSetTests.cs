using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

public sealed class LabelSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Forms_of_one_label_are_refused_with_their_rows()
    {
        _folder.Write("d.csv", "text,label\na,spam\nb,Spam\nc,ham\nd,spam\n");

        var errors = await Load.ErrorsOf(new DataSource { Path = "d.csv" }, baseFolder: _folder.Path);

        Assert.Equal(
            "d.csv(3): One label is written in 2 ways: `spam` (2 rows, first in line 2), `Spam` (1 row, first in line 3). "
            + "Correct the rows, or say in task.yaml what they are: `merge_labels: true` reads them all as `spam`, `merge_labels: false` keeps them apart.",
            Assert.Single(errors).ToString());
    }

    [Fact]
    public async Task Merged_labels_have_the_most_frequent_form_and_are_noted_by_row()
    {
        var data = await Load.Path(_folder.Write("d.csv", "id,text,label\nr1,a,SPAM\nr2,b,Spam\nr3,c,ham\nr4,d,Spam\n"), merge: true);

        Assert.Equal(["Spam", "ham"], data.Labels);
        Assert.Equal(["Spam", "Spam", "ham", "Spam"], data.Examples.Select(example => example.Labels));
        Assert.Equal("1 row with the label `SPAM` read as `Spam`: r1.", data.Notes[^1]);
    }

    [Fact]
    public async Task Labels_can_be_kept_apart()
    {
        var data = await Load.Path(_folder.Write("d.csv", "text,label\na,SPAM\nb,Spam\nc,ham\n"), merge: false);
        Assert.Equal(["SPAM", "Spam", "ham"], data.Labels);
    }

    [Fact]
    public async Task Merged_labels_have_the_declared_form_however_rare()
    {
        var data = await Load.Path(_folder.Write("d.csv", "text,label\na,spam\nb,spam\nc,ham\n"), ["Spam", "ham"], merge: true);
        Assert.Equal(["Spam", "ham"], data.Labels);
        Assert.Equal(["Spam", "Spam", "ham"], data.Examples.Select(example => example.Labels));
    }

    [Fact]
    public async Task A_declared_label_that_rows_write_otherwise_is_named()
    {
        _folder.Write("d.csv", "text,label\na,Spam\nb,spam\nc,ham\n");
        var errors = await Load.ErrorsOf(new DataSource { Path = "d.csv", Label = "label" }, ["Spam", "ham"], _folder.Path);
        Assert.Equal(
            "d.csv(3): The task's label `Spam` is written otherwise: `spam` (1 row, first in line 3). "
            + "Correct the rows, or say in task.yaml what they are: `merge_labels: true` reads them all as `Spam`, `merge_labels: false` keeps them apart.",
            Assert.Single(errors).ToString());
    }

    [Fact]
    public async Task Labels_kept_apart_must_all_be_declared()
    {
        _folder.Write("d.csv", "text,label\na,Spam\nb,spam\nc,ham\n");
        var e = await Assert.ThrowsAsync<InputException>(() => Load.Source(new DataSource { Path = "d.csv", Label = "label" }, ["Spam", "ham"], _folder.Path, merge: false));
        Assert.Equal(
            "d.csv(3): The label `spam` (1 row) is not among the task's labels. Did you mean `Spam`? Correct the row, or add the label to the task.",
            Assert.Single(e.Errors).ToString());
        Assert.Equal(3, (await Load.Path(Path.Combine(_folder.Path, "d.csv"), ["Spam", "spam", "ham"], merge: false)).Labels.Count);
    }

    [Fact]
    public async Task Forms_are_compared_across_files_and_noted_by_their_final_ids()
    {
        _folder.Write("train.csv", "id,text,label\n1,a,0\n2,b,1\n");
        _folder.Write("test.csv", "id,text,label\n1,c,0.0\n2,d,1.0\n");

        var data = await Load.Source(new DataSource { Path = "." }, baseFolder: _folder.Path, merge: true);

        Assert.Equal(["0", "1"], data.Labels);
        Assert.Equal(
            ["1 row with the label `0.0` read as `0`: test/1.", "1 row with the label `1.0` read as `1`: test/2."],
            data.Notes.Where(note => note.Contains("read as", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Many_labels_are_compared_in_linear_work()
    {
        // 20,000 labels, all declared: comparing each with each would take minutes.
        var labels = Enumerable.Range(0, 20_000).Select(i => $"label {i}").ToArray();
        var path = _folder.Write("d.csv", "text,label\n" + string.Concat(labels.Select((label, i) => $"text {i},{label}\n")));
        Assert.Equal(labels, (await Load.Source(new DataSource { Path = path, Text = "text", Label = "label" }, labels)).Labels);
    }
}
