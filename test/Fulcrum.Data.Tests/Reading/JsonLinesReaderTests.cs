using Fulcrum.Tests;


namespace Fulcrum.Data.Tests.Reading;

public sealed class JsonLinesReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rows_keep_their_id_text_label_and_other_columns()
    {
        var data = await Load.Path(folder.Write("d.jsonl", """
            {"id":"a1","text":"héllo","label":"x","lang":"fr","score":0.5,"none":null}

            {"id":"a2","text":"bye","label":"y"}
            """));

        Assert.Equal("d", data.Name);
        Assert.Equal(["x", "y"], data.Labels);
        Assert.Equal(("a1", "héllo", "x"), (data.Examples[0].Id, data.Examples[0].Text, data.Examples[0].Label));
        Assert.Equal([new("lang", "fr"), new("score", "0.5")], data.Examples[0].Metadata);
        Assert.Empty(data.GivenParts);
        Assert.Equal(["Guessed: the text from column `text` and the label from column `label`."], data.Notes);
    }

    [Fact]
    public async Task Rows_without_an_id_are_numbered_by_line()
    {
        var data = await Load.Path(folder.Write("d.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n\n{\"text\":\"b\",\"label\":\"y\"}"));
        Assert.Equal(["d-1", "d-3"], data.Examples.Select(e => e.Id));
    }

    [Fact]
    public async Task Prompt_and_completion_are_text_and_label()
    {
        var data = await Load.Path(folder.Write("d.jsonl", """{"prompt":"p","completion":"c"}"""));
        Assert.Equal(("p", "c"), (data.Examples[0].Text, data.Examples[0].Label));
    }

    [Fact]
    public async Task An_instruction_that_differs_is_put_before_the_input()
    {
        var data = await Load.Path(folder.Write("d.jsonl", """
            {"instruction":"Is it rude?","input":"hey","output":"no"}
            {"instruction":"Is it kind?","input":"","output":"yes"}
            """));
        Assert.Equal(["Is it rude?\n\nhey", "Is it kind?"], data.Examples.Select(e => e.Text));
        Assert.Equal(["no", "yes"], data.Examples.Select(e => e.Label));
    }

    [Fact]
    public async Task An_instruction_that_is_always_the_same_is_left_aside()
    {
        var data = await Load.Path(folder.Write("d.jsonl", """
            {"instruction":"Is it rude?","input":"hey","output":"no"}
            {"instruction":"Is it rude?","input":"go away","output":"yes"}
            """));
        Assert.Equal(["hey", "go away"], data.Examples.Select(e => e.Text));
    }

    [Fact]
    public async Task The_last_answer_of_a_conversation_is_the_label()
    {
        var data = await Load.Path(folder.Write("d.jsonl", """
            {"messages":[{"role":"system","content":"Sort mail."},{"role":"user","content":"You won!"},{"role":"assistant","content":"spam"}]}
            {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"?"},{"role":"user","content":"Lunch?"},{"role":"assistant","content":"ham"}]}
            """));
        Assert.Equal(["You won!", "user: Hi\n\nassistant: ?\n\nuser: Lunch?"], data.Examples.Select(e => e.Text));
        Assert.Equal(["spam", "ham"], data.Examples.Select(e => e.Label));
        Assert.Equal("Sort mail.", data.Examples[0].Metadata["system"]);
    }

    [Fact]
    public async Task Every_broken_line_is_named_with_its_column()
    {
        folder.Write("d.jsonl", "{\"text\":\"é\", label:1}\n{\"text\":\"a\",\"label\":\"x\"}\n[1]\n{\"text\":");
        var errors = await Load.ErrorsOf(new DataSource { Path = "d.jsonl" }, baseFolder: folder.Path);
        Assert.Equal([("d.jsonl", 1L, 14L), ("d.jsonl", 3L, 1L), ("d.jsonl", 4L, 9L)], errors.Select(e => (e.File!, e.Line!.Value, e.Column!.Value)));
        Assert.DoesNotContain(errors, e => e.Message.Contains("LineNumber", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_character_is_named_by_line()
    {
        var error = Assert.Single(await Load.ErrorsOf(folder.Write("d.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"\\ud83d\",\"label\":\"x\"}")));
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public async Task Of_many_broken_lines_twenty_are_shown_and_the_others_counted()
    {
        var errors = await Load.ErrorsOf(folder.Write("d.jsonl", string.Concat(Enumerable.Repeat("{oops\n", 25))));
        Assert.Equal(21, errors.Count);
        Assert.Equal("5 more errors of this file are not shown.", errors[^1].Message);
    }
}
