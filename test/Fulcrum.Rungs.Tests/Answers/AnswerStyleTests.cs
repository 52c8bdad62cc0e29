using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Rungs.Answers;

namespace Fulcrum.Rungs.Tests.Answers;

public sealed class AnswerStyleTests
{
    private static readonly string[] Labels = ["billing", "refund, late", "3", "none", "\"quoted\"", "größe"];

    [Theory]
    [InlineData(AnswerFormat.Json, "{text}", """["billing", 3, "\"quoted\""]""", "[]")]
    [InlineData(AnswerFormat.Json, """{text} {"tags": [...]}""", """{"tags": ["billing", 3, "\"quoted\""]}""", """{"tags": []}""")]
    [InlineData(AnswerFormat.Words, "{text}", "billing, 3, \"quoted\"", "[]")]
    public void A_list_is_written_as_the_format_says(AnswerFormat format, string template, string expected, string empty)
    {
        var style = Create(format, template);

        Assert.Equal(expected, style.Write([0, 2, 4]));
        Assert.Equal(empty, style.Write([]));
        Assert.Empty(style.Choices);
    }

    [Fact]
    public void No_word_is_written_none() =>
        Assert.Equal("none", AnswerStyle.For(TaskKind.MultiLabel, new PromptDefinition { Name = "p", Template = "{text}" }, ["a", "b"]).Write([]));

    [Theory]
    [InlineData(AnswerFormat.Json, "{text}")]
    [InlineData(AnswerFormat.Json, """{text} {"tags": [...]}""")]
    [InlineData(AnswerFormat.Words, "{text}")]
    public void What_is_written_is_read_again(AnswerFormat format, string template)
    {
        var style = Create(format, template);

        foreach (var set in Enumerable.Range(0, 1 << Labels.Length))
        {
            int[] labels = [.. Enumerable.Range(0, Labels.Length).Where(label => (set >> label & 1) == 1)];
            Assert.Equal(labels, style.Read(style.Write(labels)));
        }
    }

    [Fact]
    public void The_schema_asks_for_an_array_of_different_answers() => Assert.Equal(
        """{"type":"array","items":{"enum":["a",1]},"uniqueItems":true}""",
        AnswerStyle.For(TaskKind.MultiLabel, new PromptDefinition { Name = "p", Template = "{text}", Format = AnswerFormat.Json }, ["a", "1"]).Schema().GetRawText());

    [Fact]
    public void The_schema_asks_for_the_object_that_the_prompt_shows() => Assert.Equal(
        """{"type":"object","properties":{"tags":{"type":"array","items":{"enum":["a",1]},"uniqueItems":true}},"required":["tags"],"additionalProperties":false}""",
        AnswerStyle.For(TaskKind.MultiLabel, new PromptDefinition { Name = "p", Template = """{text} {"tags": [...]}""", Format = AnswerFormat.Json }, ["a", "1"]).Schema().GetRawText());

    [Fact]
    public void One_answer_is_read_as_its_label()
    {
        var style = AnswerStyle.For(TaskKind.Classification, new PromptDefinition { Name = "p", Template = "{text}" }, ["ham", "spam"]);

        Assert.Equal(["ham", "spam"], style.Choices);
        Assert.Equal([1], style.Read("spam"));
        Assert.Null(style.Read("ham, spam"));
    }

    private static AnswerStyle Create(AnswerFormat format, string template) =>
        AnswerStyle.For(TaskKind.MultiLabel, new PromptDefinition { Name = "p", Template = template, Format = format }, Labels);
}
