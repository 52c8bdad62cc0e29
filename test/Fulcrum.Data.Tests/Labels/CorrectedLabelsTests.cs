using Fulcrum.Data.Labels;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Labels;

public sealed class CorrectedLabelsTests : IDisposable
{
    private static readonly LabelRules Rules = new(["ham", "phishing", "spam"]);
    private static readonly HashSet<string> Ids = ["a", "b", "c"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Filled_cells_are_read_and_empty_ones_change_nothing()
    {
        var labels = Read("id,text,label,corrected\na,x,ham,spam\nb,\"two\nlines\",ham,\nc,y,spam, ham \n");

        Assert.Equal([("a", "spam"), ("c", "ham")], labels.Select(row => (row.Key, row.Value.Only)));
    }

    [Theory]
    [InlineData("c.tsv", "id\tcorrected\na\tspam\n")]
    [InlineData("c.csv", "id;corrected\na;spam\n")]
    [InlineData("c.jsonl", "{\"id\":\"a\",\"corrected\":\"spam\"}\n{\"id\":\"b\"}\n")]
    public void Every_table_will_do(string name, string content) => Assert.Equal("spam", Read(content, name: name)["a"].Only);

    [Fact]
    public void Several_labels_stand_in_one_cell_where_a_row_may_have_several()
    {
        var labels = Read("id,corrected\na,spam;ham\nb,[]\n", Rules with { Several = true, Separator = ";" });

        Assert.Equal(LabelSet.OfList(["ham", "spam"]), labels["a"]);
        Assert.Empty(labels["b"]);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_with_its_line()
    {
        var errors = Errors("id,corrected\nx,spam\na,spm\nb,spam\nb,ham\n,ham\ny,\n");

        Assert.Equal(
            [
                "c.csv(2): There is no row `x` in the run. Keep the ids as they were written.",
                "c.csv(3): The label `spm` is not among the task's labels. Did you mean `spam`?",
                "c.csv(5): Row `b` is corrected otherwise in line 4. Keep one of them.",
                "c.csv(6): The row has no id. Keep the ids as they were written.",
                "c.csv(7): There is no row `y` in the run. Keep the ids as they were written.",
            ],
            errors);
    }

    [Fact]
    public void Missing_columns_are_said()
    {
        Assert.Equal(
            [
                "c.csv(1): The column `id` is missing. Correct a copy of label-errors.csv, which has the columns `id` and `corrected`.",
                "c.csv(1): The column `corrected` is missing. Rename `correctd`, if that is meant.",
            ],
            Errors("text,correctd\nx,spam\n"));
        Assert.Equal(["c.csv: There is no row of data in it."], Errors("id,corrected\n"));
    }

    private string[] Errors(string content) =>
        [.. Assert.Throws<InputException>(() => Read(content)).Errors.Select(error => error.ToString().Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];

    private IReadOnlyDictionary<string, LabelSet> Read(string content, LabelRules? rules = null, string name = "c.csv")
    {
        _folder.Write(name, content);
        return CorrectedLabels.Read(Path.Combine(_folder.Path, name), rules ?? Rules, Ids, TestContext.Current.CancellationToken);
    }
}
