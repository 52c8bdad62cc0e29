using Fulcrum.Data.Labels;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

public sealed class MultiLabelTests : IDisposable
{
    private const string Guessed = "Guessed: the text from column `text` and the label from column `labels`.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Labels_are_read_from_lists_and_an_empty_list_is_no_label()
    {
        var data = await Read("d.jsonl", """
            {"text": "one", "labels": ["urgent", "billing"]}
            {"text": "two", "labels": ["billing; or not"]}
            {"text": "three", "labels": []}
            {"text": "four", "labels": [7, true]}
            """);

        Assert.Equal(["billing, urgent", "billing; or not", "(none)", "7, true"], data.Examples.Select(row => row.Labels.ToString()));
        Assert.All(data.Examples, row => Assert.True(row.Labels.IsList));
        Assert.Equal(["7", "billing", "billing; or not", "true", "urgent"], data.Labels);
        Assert.Equal("|", data.LabelSeparator);
        Assert.Equal([Guessed], data.Notes);
    }

    [Theory]
    [InlineData(";", "`;`")]
    [InlineData(" | ", "`|`")]
    [InlineData("\t", "a tab")]
    [InlineData("\n", "a line break")]
    [InlineData(", ", "`,`")]
    public async Task The_separator_is_guessed_from_the_cells(string separator, string shown)
    {
        var rows = new[] { "a", "a#b", "b#c#a", "c", "b#c" }.Select((cell, i) => $"text {i},\"{cell.Replace("#", separator, StringComparison.Ordinal)}\"\n");

        var data = await Read("d.csv", "text,labels\n" + string.Concat(rows));

        Assert.Equal(["a", "a, b", "a, b, c", "c", "b, c"], data.Examples.Select(row => row.Labels.ToString()));
        Assert.Equal([Guessed, $"Guessed: labels are separated by {shown}."], data.Notes);
        Assert.Equal(separator is "\t" or "\n" ? separator : separator.Trim(), data.LabelSeparator);
    }

    [Fact]
    public async Task Declared_labels_show_a_separator_that_is_part_of_many_names()
    {
        var data = await Read("d.csv", "text,labels\none,\"R&D/Food, drink\"\ntwo,R&D\nthree,\"Food, drink\"\n", labels: ["Food, drink", "R&D"]);

        Assert.Equal([["Food, drink", "R&D"], ["R&D"], ["Food, drink"]], data.Examples.Select(row => row.Labels.ToArray()));
        Assert.Equal([Guessed, "Guessed: labels are separated by `/`."], data.Notes);
    }

    [Fact]
    public async Task A_comma_that_is_part_of_a_name_separates_nothing()
    {
        var data = await Read("d.csv", "text,labels\none,\"Arts, culture\"\ntwo,News\nthree,\"Arts, culture; News\"\n");
        Assert.Equal(["Arts, culture", "News"], data.Labels);
        Assert.Equal(";", data.LabelSeparator);
    }

    [Fact]
    public async Task Blank_pieces_are_dropped_and_a_label_counts_once_in_a_row()
    {
        var data = await Read("d.csv", "id,text,labels\nr1,one, a ;; b;\nr2,two,a;b; a\nr3,three,; \u200b;\nr4,four,\nr5,five,b\n", separator: ";");

        Assert.Equal([("r1", "a, b"), ("r2", "a, b"), ("r5", "b")], data.Examples.Select(row => (row.Id, row.Labels.ToString())));
        Assert.Equal(
            [Guessed, "1 row with the same label twice, taken once: r2.", "2 rows without label left out: r3, r4."],
            data.Notes);
    }

    [Theory]
    [InlineData("\"['a', 'it''s']\"", "a", "it", "s")] // adjacent quotes end one text and begin another
    [InlineData("\"['cs.CV', \"\"O'Hara\"\"]\"", "O'Hara", "cs.CV")]
    [InlineData("\"['a' 'b\\'c']\"", "a", "b'c")] // as NumPy prints it
    [InlineData("\"[\"\"a;b\"\", null]\"", "a;b")]
    public async Task Lists_are_read_from_table_cells_too(string cell, params string[] labels)
    {
        var data = await Read("d.csv", $"text,labels\none,{cell}\ntwo,x\n");
        Assert.Equal(labels, data.Examples[0].Labels);
        Assert.Equal(["x"], data.Examples[1].Labels);
    }

    [Fact]
    public async Task Forms_of_one_label_are_compared_piece_by_piece()
    {
        const string Rows = "id,text,labels\nr1,one,Spam;urgent\nr2,two,spam\nr3,three,spam;Spam\n";
        Assert.Equal(
            "d.csv(3): One label is written in 2 ways: `Spam` (2 rows, first in line 2), `spam` (2 rows, first in line 3). "
            + "Correct the rows, or say in task.yaml what they are: `merge_labels: true` reads them all as `Spam`, `merge_labels: false` keeps them apart.",
            await ErrorOf("d.csv", Rows));

        var data = await Read("d.csv", Rows, labels: ["spam", "urgent"], merge: true);

        Assert.Equal(["spam, urgent", "spam", "spam"], data.Examples.Select(row => row.Labels.ToString()));
        Assert.Equal("2 rows with the label `Spam` read as `spam`: r1, r3.", data.Notes[^1]);
    }

    [Fact]
    public async Task A_label_that_is_not_declared_is_named_with_its_rows() =>
        Assert.Equal(
            "d.csv(3): The label `urgnt` (1 row) is not among the task's labels. Did you mean `urgent`? Correct the row, or add the label to the task.",
            await ErrorOf("d.csv", "text,labels\none,billing;urgent\ntwo,urgnt;billing\n", labels: ["billing", "urgent"]));

    [Fact]
    public async Task A_separator_that_occurs_in_no_row_is_refused_where_another_would_do()
    {
        const string Rows = "text,labels\none,a\ntwo,a|b\nthree,b|a\n";
        Assert.Equal(
            "d.csv(3): The label separator `;` occurs in no row; `|` occurs in 2 rows. Correct the separator (data: label_separator: ...), or leave it out to have it guessed.",
            await ErrorOf("d.csv", Rows, separator: ";"));
        Assert.Equal([Guessed, "No row has more than one label: is it a classification?"], (await Read("d.csv", "text,labels\none,a\ntwo,b\n", separator: ";")).Notes);
    }

    [Fact]
    public async Task A_label_that_holds_the_separator_is_refused() =>
        Assert.Equal(
            "The label `a;b` holds the label separator `;`. Rename the label, or separate labels by something else (data: label_separator: ...).",
            await ErrorOf("d.jsonl", """
                {"text": "one", "labels": ["a;b", "c"]}
                {"text": "two", "labels": "c;d"}
                """, separator: ";"));

    [Theory]
    [InlineData("""["a", {"name": "b"}]""", "The label `labels` is a list with an object in it here and in 1 other row.")]
    [InlineData("""["a", ["b"]]""", "The label `labels` is a list with a list in it here and in 1 other row.")]
    [InlineData("""{"a": true, "b": false}""", "The label `labels` is an object with `a`, `b` here and in 1 other row.")]
    public async Task What_is_no_label_is_refused(string cell, string error) =>
        Assert.Equal(
            $"d.jsonl(2): {error} Each row needs a list of labels (texts, numbers or truth values), or one text with a separator between them.",
            await ErrorOf("d.jsonl", string.Concat($"{{\"text\": \"one\", \"labels\": [\"a\"]}}\n", string.Concat(Enumerable.Repeat($"{{\"text\": \"two\", \"labels\": {cell}}}\n", 2)))));

    [Fact]
    public async Task An_object_in_a_list_of_a_table_cell_is_refused_too() =>
        Assert.Equal(
            "d.csv(3): The label `labels` is a list with a list or an object in it here. "
            + "Each row needs a list of labels (texts, numbers or truth values), or one text with a separator between them.",
            await ErrorOf("d.csv", "text,labels\none,\"[\"\"a\"\"]\"\ntwo,\"[{\"\"id\"\": 1}]\"\n"));

    [Fact]
    public async Task Indicators_are_no_labels() =>
        Assert.Equal(
            "d.jsonl(1): The lists of labels hold 3 indicators each, such as `0`, and no label. Write the labels of each row by their names, e.g. [\"billing\", \"urgent\"].",
            await ErrorOf("d.jsonl", """
                {"text": "one", "labels": [0, 1, 1]}
                {"text": "two", "labels": [0, 0, 0]}
                """));

    [Fact]
    public async Task The_labels_are_found_in_a_list_whatever_its_column_is_called()
    {
        var data = await Read("d.jsonl", """
            {"body": "one one one", "tags": ["a"], "author": "x"}
            {"body": "two two two", "tags": ["b", "a"], "author": "x"}
            """);
        Assert.Equal(["a", "a, b"], data.Examples.Select(row => row.Labels.ToString()));
        Assert.Equal("Guessed: the text from column `body` and the label from column `tags`.", data.Notes[0]);
        Assert.Equal("x", data.Examples[0].Metadata["author"]);
    }

    [Fact]
    public async Task A_folder_or_mailbox_per_label_gives_one_label_each()
    {
        _folder.Write("many/a, b/1.txt", "one");
        _folder.Write("many/c/1.txt", "two");

        var data = await Load.MultiLabel(new DataSource { Path = "many" }, _folder.Path);

        Assert.Equal([["a, b"], ["c"]], data.Examples.Select(row => row.Labels.ToArray()));
        Assert.All(data.Examples, row => Assert.True(row.Labels.IsList));
        Assert.Equal(["No row has more than one label: is it a classification?"], data.Notes);
    }

    [Fact]
    public async Task The_labels_of_mails_are_separated_in_their_header()
    {
        _folder.Write("d.mbox", string.Concat(new[] { "Inbox,Work", "Work", "Inbox,Travel,Work" }.Select((labels, i) =>
            $"From a@example.org Mon Nov 23 10:00:00 2026\nFrom: a@example.org\nSubject: s{i}\nX-Gmail-Labels: {labels}\n\nText {i}\n\n")));

        var data = await Load.MultiLabel(new DataSource { Path = "d.mbox", Label = "X-Gmail-Labels" }, _folder.Path);

        Assert.Equal(["Inbox, Work", "Work", "Inbox, Travel, Work"], data.Examples.Select(row => row.Labels.ToString()));
        Assert.Equal(["Guessed: labels are separated by `,`."], data.Notes);
    }

    [Fact]
    public async Task Rows_with_the_same_labels_share_them()
    {
        var data = await Read("d.csv", "text,labels\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"text {i},{(i % 2 == 0 ? "a;b" : "b; a")}\n")));
        Assert.Single(data.Examples.DistinctBy(row => row.Labels, (IEqualityComparer<LabelSet>)ReferenceEqualityComparer.Instance));

        data = await Load.Path(_folder.Write("one.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"text {i},{(i % 2 == 0 ? "a" : "b")}\n"))));
        Assert.Equal(2, data.Examples.DistinctBy(row => row.Labels, (IEqualityComparer<LabelSet>)ReferenceEqualityComparer.Instance).Count());
        Assert.Null(data.LabelSeparator);
    }

    private Task<Dataset> Read(string name, string content, IReadOnlyList<string>? labels = null, string? separator = null, bool? merge = null)
    {
        _folder.Write(name, content);
        return Load.MultiLabel(new DataSource { Path = name }, _folder.Path, labels, separator, merge);
    }

    private async Task<string> ErrorOf(string name, string content, IReadOnlyList<string>? labels = null, string? separator = null) =>
        Assert.Single((await Assert.ThrowsAsync<InputException>(() => Read(name, content, labels, separator))).Errors).ToString();
}
