using Fulcrum.Data.Columns;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests;

public sealed class TextTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_those_of_all_rows_with_what_their_values_are()
    {
        var table = Open("new.jsonl", """
            {"text": "one", "n": 1, "x": 1, "ok": true, "mixed": 1, "big": 12345678901234567890}
            {"text": "two", "n": 2, "x": 2.5, "more": "late", "mixed": "b", "none": null}
            """);

        Assert.Equal(
            [
                new("text"), new("n", CellKind.WholeNumber), new("x", CellKind.Number), new("ok", CellKind.Truth), new("mixed"), new("big"), new("more"),
            ],
            table.Columns);
        Assert.Equal(("text", 2), (table.TextColumn, table.Count));
        Assert.Equal(["one", "two"], Read(table).Select(row => row.Text));
        Assert.Equal(["two", "2", "2.5", null, "b", null, "late"], Read(table).Last().Cells);
    }

    [Fact]
    public void It_can_be_read_again_and_again()
    {
        var table = Open("new.csv", "text\nu\nv\n");

        Assert.Equal(Read(table).Select(row => row.Text), Read(table).Select(row => row.Text));
    }

    [Fact]
    public void Rows_without_text_are_there_and_have_their_lines_for_names()
    {
        var table = Open("new.csv", "id,text\n1,a\n2,\n3,\u200b \n");

        Assert.Equal([("2", "a"), ("3", ""), ("4", "")], Read(table).Select(row => (row.Name, row.Text)));
    }

    [Fact]
    public void The_columns_that_were_learned_from_are_taken_before_any_guess()
    {
        var learned = new TextColumns("body") { Lead = "subject" };

        var table = Open("new.csv", "subject,body,text\ns,b,a longer text\n", learned: learned);

        Assert.Equal("body", table.TextColumn);
        Assert.Equal("s\n\nb", Assert.Single(Read(table)).Text);
        Assert.Empty(table.Notes);
    }

    [Fact]
    public void A_file_without_the_columns_that_were_learned_from_is_guessed()
    {
        var table = Open("new.csv", "nr,message\n7,some text\n", learned: new TextColumns("body"));

        Assert.Equal("message", table.TextColumn);
        Assert.Equal(["Guessed: the text from column `message`."], table.Notes);
    }

    [Fact]
    public void What_stood_before_the_text_and_is_missing_is_noted()
    {
        var table = Open("new.csv", "body,nr\nb,1\n", learned: new TextColumns("body") { Lead = "subject" });

        Assert.Equal(["Column `subject`, which stood before the texts that were learned from, is missing."], table.Notes);
    }

    [Fact]
    public void Labels_are_read_where_they_are_asked_for()
    {
        var table = Open("new.csv", "text,truth\na, ham \nb,\n", label: "truth");

        Assert.Equal(["ham", null], Read(table).Select(row => row.Labels?.Only));
    }

    [Fact]
    public void Labeled_rows_belong_together_by_the_column_named()
    {
        var table = Open("new.csv", "text,truth,chat\na,ham, 7 \nb,ham,\nc,spam,7\n", label: "truth", group: "chat");

        Assert.Equal(["7", null, "7"], Read(table).Select(row => row.Group));
        Assert.DoesNotContain(table.Notes, note => note.Contains("together", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_one_labeled_rows_belong_together_as_they_did_when_texts_were_learned_from()
    {
        var learned = new TextColumns("text") { Group = "thread" };

        var table = Open("new.csv", "text,truth,thread\na,ham,1\nb,ham,2\n", label: "truth", learned: learned);
        Assert.Equal(["1", "2"], Read(table).Select(row => row.Group));
        Assert.Equal(["Rows with the same `thread` belong together, as in the comparison."], table.Notes);

        var unlabeled = Open("new.csv", "text,truth,thread\na,ham,1\n", learned: learned);
        Assert.Null(unlabeled.GroupColumn);
        Assert.Empty(unlabeled.Notes);

        var missing = Open("new.csv", "text,truth\na,ham\n", label: "truth", learned: learned);
        Assert.Null(Assert.Single(Read(missing)).Group);
        Assert.Equal(
            ["Column `thread`, by which rows belonged together in the comparison, is missing: the intervals take each row for itself. Name another with --group."], missing.Notes);
    }

    [Fact]
    public void A_group_that_is_missing_or_a_list_is_refused()
    {
        Assert.Equal(
            "new.csv: There is no column `chats` for the group. Did you mean `chat`? The columns are `text`, `truth`, `chat`.",
            Short(Assert.Throws<InputException>(() => Open("new.csv", "text,truth,chat\na,ham,1\n", label: "truth", group: "chats"))));
        Assert.Equal(
            "new.jsonl(1): The group `chat` is a list of 2 values here. Write it as one text in a column of its own, or name another column (--group).",
            Short(Assert.Throws<InputException>(() => Open("new.jsonl", """{"text": "a", "truth": "ham", "chat": [1, 2]}""", label: "truth", group: "chat"))));
    }

    [Fact]
    public void A_text_that_is_a_list_is_refused_with_its_row()
    {
        var refused = Assert.Throws<InputException>(() => Open("new.jsonl", """
            {"text": "a"}
            {"text": ["b", "c"]}
            """));

        Assert.Equal(
            "new.jsonl(2): The text `text` is a list of 2 values here. Write it as one text in a column of its own, or name another column (--column).",
            Short(refused));
    }

    [Fact]
    public void A_folder_with_data_files_says_which_to_name()
    {
        _folder.Write("many/a.csv", "text\na\n");
        _folder.Write("many/b.jsonl", "{}");

        var refused = Assert.Throws<InputException>(() => TextTable.Open(new TextTableSource(Path.Combine(_folder.Path, "many")), TestContext.Current.CancellationToken));

        Assert.Equal("many: The folder holds 2 data files. Name one of: a.csv, b.jsonl.", Short(refused));
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_refused()
    {
        var table = Open("new.csv", "text\nu\nv\n");
        _folder.Write("new.csv", "text\nu\n");

        Assert.Equal("new.csv: The file has changed while it was read.", Short(Assert.Throws<InputException>(() => Read(table))));
    }

    private TextTable Open(string name, string content, string? label = null, TextColumns? learned = null, string? group = null) =>
        TextTable.Open(new TextTableSource(_folder.Write(name, content)) { Label = label, Learned = learned, Group = group }, TestContext.Current.CancellationToken);

    private static TextRow[] Read(TextTable table) => [.. table.Read(TestContext.Current.CancellationToken)];

    private string Short(InputException refused) => Assert.Single(refused.Errors).ToString().Replace(_folder.Path + "/", "", StringComparison.Ordinal);
}
