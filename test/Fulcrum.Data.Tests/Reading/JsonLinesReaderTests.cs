using Fulcrum.Tests;


namespace Fulcrum.Data.Tests.Reading;

public sealed class JsonLinesReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_keep_their_id_text_label_and_other_columns()
    {
        var data = await Load.Path(_folder.Write("d.jsonl", """
            {"id":"a1","text":"héllo","label":"x","lang":"fr","score":0.5,"none":null}

            {"id":"a2","text":"bye","label":"y"}
            """));

        Assert.Equal("d", data.Name);
        Assert.Equal(["x", "y"], data.Labels);
        Assert.Equal(("a1", "héllo", "x"), (data.Examples[0].Id, data.Examples[0].Text, data.Examples[0].Labels));
        Assert.Equal([new("lang", "fr"), new("score", "0.5")], data.Examples[0].Metadata);
        Assert.Empty(data.GivenParts);
        Assert.Equal(["Guessed: the text from column `text` and the label from column `label`."], data.Notes);
    }

    [Fact]
    public async Task Rows_without_an_id_are_numbered_by_line()
    {
        var data = await Load.Path(_folder.Write("d.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n\n{\"text\":\"b\",\"label\":\"y\"}"));
        Assert.Equal(["d-1", "d-3"], data.Examples.Select(e => e.Id));
    }

    [Fact]
    public async Task Prompt_and_completion_are_text_and_label()
    {
        var data = await Load.Path(_folder.Write("d.jsonl", """{"prompt":"p","completion":"c"}"""));
        Assert.Equal(("p", "c"), (data.Examples[0].Text, data.Examples[0].Labels));
    }

    [Fact]
    public async Task An_instruction_that_differs_is_put_before_the_input()
    {
        var data = await Load.Path(_folder.Write("d.jsonl", """
            {"instruction":"Is it rude?","input":"hey","output":"no"}
            {"instruction":"Is it kind?","input":"","output":"yes"}
            """));
        Assert.Equal(["Is it rude?\n\nhey", "Is it kind?"], data.Examples.Select(e => e.Text));
        Assert.Equal(["no", "yes"], data.Examples.Select(e => e.Labels));
    }

    [Fact]
    public async Task An_instruction_that_is_always_the_same_is_left_aside()
    {
        var data = await Load.Path(_folder.Write("d.jsonl", """
            {"instruction":"Is it rude?","input":"hey","output":"no"}
            {"instruction":"Is it rude?","input":"go away","output":"yes"}
            """));
        Assert.Equal(["hey", "go away"], data.Examples.Select(e => e.Text));
    }

    [Fact]
    public async Task The_last_answer_of_a_conversation_is_the_label()
    {
        var data = await Load.Path(_folder.Write("d.jsonl", """
            {"messages":[{"role":"system","content":"Sort mail."},{"role":"user","content":"You won!"},{"role":"assistant","content":"spam"}]}
            {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"?"},{"role":"user","content":"Lunch?"},{"role":"assistant","content":"ham"}]}
            """));
        Assert.Equal(["You won!", "user: Hi\n\nassistant: ?\n\nuser: Lunch?"], data.Examples.Select(e => e.Text));
        Assert.Equal(["spam", "ham"], data.Examples.Select(e => e.Labels));
        Assert.Equal("Sort mail.", data.Examples[0].Metadata["system"]);
    }

    [Fact]
    public async Task Every_broken_line_is_named_with_its_column()
    {
        _folder.Write("d.jsonl", "{\"text\":\"é\", label:1}\n{\"text\":\"a\",\"label\":\"x\"}\n[1]\n{\"text\":");
        var errors = await Load.ErrorsOf(new DataSource { Path = "d.jsonl" }, baseFolder: _folder.Path);
        Assert.Equal([("d.jsonl", 1L, 14L), ("d.jsonl", 3L, 1L), ("d.jsonl", 4L, 9L)], errors.Select(e => (e.File!, e.Line!.Value, e.Column!.Value)));
        Assert.DoesNotContain(errors, e => e.Message.Contains("LineNumber", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_character_is_named_by_line()
    {
        var error = Assert.Single(await Load.ErrorsOf(_folder.Write("d.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"\\ud83d\",\"label\":\"x\"}")));
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public async Task Of_many_broken_lines_twenty_are_shown_and_the_others_counted()
    {
        var errors = await Load.ErrorsOf(_folder.Write("d.jsonl", string.Concat(Enumerable.Repeat("{oops\n", 25))));
        Assert.Equal(21, errors.Count);
        Assert.Equal("5 more errors of this file are not shown.", errors[^1].Message);
    }

    [Theory]
    [InlineData("d.json", "[{\"text\":\"a\",\"label\":\"x\"},{\"text\":\"b\",\"label\":\"y\"}]", "d-1", "d-2")]
    [InlineData("d.jsonl", "\ufeff [\n {\"text\":\"a\",\n  \"label\":\"x\"},\n {\"text\":\"b\",\"label\":\"y\"}\n]\n", "d-2", "d-4")]
    [InlineData("d.jsonl", "{\n  \"text\": \"a\",\n  \"label\": \"x\"\n}\n{\n  \"text\": \"b\",\n  \"label\": \"y\"\n}\n", "d-1", "d-5")]
    [InlineData("d.json", "{\"text\": \"a\", \"label\": \"x\",\n \"tags\": []}\n{\"text\": \"b\", \"label\": \"y\"}", "d-1", "d-3")]
    [InlineData("d.json", "[{\"text\":\"a\",\"label\":\"x\"}]\n[{\"text\":\"b\",\"label\":\"y\"}]", "d-1", "d-2")]
    [InlineData("d.json", "[{\"text\":\"a\",\"label\":\"x\", \"score\": NaN},\n{\"text\":\"b\",\"label\":\"y\"}]", "d-1", "d-2")]
    public async Task An_array_and_objects_over_several_lines_are_read(string name, string json, string first, string second)
    {
        var data = await Load.Path(_folder.Write(name, json));
        Assert.Equal([(first, "a", "x"), (second, "b", "y")], data.Examples.Select(e => (e.Id, e.Text, e.Labels)));
    }

    [Theory]
    [InlineData("[{\"text\":\"a\",\"label\":\"x\"},\n {\"text\":\"é\", label: 1}]", "d.json(2,15): Broken JSON: 'l' is an invalid start of a property name. Expected a '\"'.")]
    [InlineData("[{\"text\":\"a\",\"label\":\"x\"},\n 7]", "d.json(2,2): Not a JSON object.")]
    [InlineData("[{\"text\":\"a\",\"label\":\"x\"},\n {\"text\":\n \"b\",\n \"text\": \"c\"}]", "d.json(4,2): The key `text` is duplicated in this object. Leave one of them out.")]
    public async Task What_is_wrong_in_an_array_is_named_with_its_place(string json, string error)
    {
        _folder.Write("d.json", json);
        Assert.Equal([error], (await Load.ErrorsOf(new DataSource { Path = "d.json" }, baseFolder: _folder.Path)).Select(e => e.ToString()));
    }

    [Fact]
    public async Task A_long_array_on_one_line_is_read_in_linear_work()
    {
        var rows = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"{{\"text\":\"text {i}\",\"label\":\"{i % 2}\"}}"));
        Assert.Equal(50_000, (await Load.Path(_folder.Write("d.json", $"[{rows}]"))).Examples.Count);
    }

    [Fact]
    public async Task A_key_that_stands_twice_is_refused_with_its_place()
    {
        _folder.Write("d.jsonl", "{\"text\":\"é\",\"label\":\"x\",\"label\":\"y\"}\n{\"text\":\"b\",\"label\":\"y\",\"meta\":{\"a\":1,\"a\":2}}\n");
        Assert.Equal(
            [
                "d.jsonl(1,25): The key `label` is duplicated in this object. Leave one of them out.",
                "d.jsonl(2,39): The key `a` is duplicated in this object. Leave one of them out.",
            ],
            (await Load.ErrorsOf(new DataSource { Path = "d.jsonl" }, baseFolder: _folder.Path)).Select(e => e.ToString()));
    }

    [Theory]
    [InlineData("""["x"]""", "x")]
    [InlineData("""[["x"]]""", "x")]
    [InlineData("[1]", "1")]
    [InlineData("""{"type": "text", "text": "x"}""", "x")]
    [InlineData("""[{"type": "text", "text": "x"}]""", "x")]
    [InlineData("""[{"type": "text", "text": "x"}, {"type": "text", "text": "y"}]""", "x\ny")]
    [InlineData("""{"role": "assistant", "content": [{"type": "output_text", "text": "x"}]}""", "x")]
    [InlineData("[]", null)]
    [InlineData("{}", null)]
    [InlineData("[null]", null)]
    public async Task Lists_of_one_value_and_text_parts_are_unwrapped(string json, string? text)
    {
        var data = await Load.Path(_folder.Write("d.jsonl", $$"""
            {"text": "a", "label": {{json}}}
            {"text": {{json}}, "label": "y"}
            """));
        Assert.Equal(text is null ? [] : [("a", text), (text, "y")], data.Examples.Select(e => (e.Text, e.Labels)));
    }

    [Theory]
    [InlineData("text", """["a", "b"]""", "The text `text` is a list of 2 values here. Write it as one text in a column of its own, or name another column (data: text: ...).")]
    [InlineData("text", """{"subject": "a", "body": "b", "to": "c", "cc": "d"}""", "The text `text` is an object with `subject`, `body`, `to`, … here. Write it as one text in a column of its own, or name another column (data: text: ...).")]
    [InlineData("label", """["a", "b"]""", "The label `label` is a list of 2 values here. Each row needs one label: a text, a number or a truth value. Where rows have several labels, write `kind: multi-label` in task.yaml.")]
    [InlineData("label", """[{"type": "text", "text": "x"}, {"type": "image_url"}]""", "The label `label` is a list of 2 values here. Each row needs one label: a text, a number or a truth value. Where rows have several labels, write `kind: multi-label` in task.yaml.")]
    public async Task A_text_or_label_of_several_values_is_refused_by_its_name(string column, string json, string error)
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"text\": \"text {i}\", \"label\": \"l{i % 2}\"}}\n"));
        var odd = column == "text" ? $"{{\"text\": {json}, \"label\": \"l0\"}}" : $"{{\"text\": \"a\", \"label\": {json}}}";
        _folder.Write("d.jsonl", rows + odd);
        Assert.Equal(["d.jsonl(21): " + error], (await Load.ErrorsOf(new DataSource { Path = "d.jsonl" }, baseFolder: _folder.Path)).Select(e => e.ToString()));
    }

    [Fact]
    public async Task Lists_and_objects_beside_the_text_stay_aside_as_JSON()
    {
        var data = await Load.Path(_folder.Write("d.jsonl", """
            {"_id": {"$oid": "5f"}, "text": "a", "label": "x", "tags": ["p", "q"], "meta": {"from": "b"}}
            {"_id": {"$oid": "6f"}, "text": "b", "label": "y", "tags": ["p"]}
            """));
        Assert.Equal(["d-1", "d-2"], data.Examples.Select(e => e.Id));
        Assert.Equal("""["p", "q"]""", data.Examples[0].Metadata["tags"]);
        Assert.Equal("""{"from": "b"}""", data.Examples[0].Metadata["meta"]);
        Assert.Equal("p", data.Examples[1].Metadata["tags"]);
    }

    [Fact]
    public async Task A_message_with_parts_is_its_text_and_one_with_a_picture_is_refused()
    {
        var message = """{"messages": [{"role": "developer", "content": "Sort."}, {"role": "user", "content": [{"type": "text", "text": "Lunch?"}, {"type": "text", "text": "At one?"}]}, {"role": "assistant", "content": "ham"}]}""";
        var data = await Load.Path(_folder.Write("d.jsonl", message));
        Assert.Equal(("Lunch?\nAt one?", "ham", "Sort."), (data.Examples[0].Text, data.Examples[0].Labels, data.Examples[0].Metadata["system"]));

        _folder.Write("p.jsonl", message + "\n" + message.Replace("{\"type\": \"text\", \"text\": \"At one?\"}", "{\"type\": \"image_url\"}", StringComparison.Ordinal));
        Assert.Equal(
            "p.jsonl(2): The text `prompt` is a list of 2 values here. Write it as one text in a column of its own, or name another column (data: text: ...).",
            Assert.Single(await Load.ErrorsOf(new DataSource { Path = "p.jsonl" }, baseFolder: _folder.Path)).ToString());
    }

    [Fact]
    public async Task Deep_nesting_is_refused_by_line_and_column()
    {
        var deep = new string('[', 200_000);
        _folder.Write("d.jsonl", $"{{\"text\":\"a\",\"label\":\"x\"}}\n{{\"text\":{deep}");
        _folder.Write("e.json", $"[{{\"text\":{deep}");
        Assert.Equal(
            "d.jsonl(2,72): Broken JSON: The maximum configured depth of 64 has been exceeded. Cannot read next JSON array.",
            Assert.Single(await Load.ErrorsOf(new DataSource { Path = "d.jsonl" }, baseFolder: _folder.Path)).ToString());
        Assert.Equal(
            "e.json(1,73): Broken JSON: The maximum configured depth of 65 has been exceeded. Cannot read next JSON array.",
            Assert.Single(await Load.ErrorsOf(new DataSource { Path = "e.json" }, baseFolder: _folder.Path)).ToString());
    }
}
