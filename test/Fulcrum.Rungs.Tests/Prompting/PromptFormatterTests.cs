using Fulcrum.Data;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Prompting;

public sealed class PromptFormatterTests
{
    private static readonly string[] Labels = ["ham", "spam"];

    private static readonly ChatTemplate Template = ChatTemplate.Parse(
        "{% for m in messages %}<{{ m.role }}>{{ ' ' + m.content if m.role == 'assistant' else m.content }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}");

    private readonly Tokenizer tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("models/llama"));

    [Fact]
    public void Only_labels_and_text_are_replaced_and_the_text_is_left_as_it_is() =>
        Assert.Equal(
            """<user>{"is_spam": BOOL} of ham, spam: {labels} {text}<assistant>""",
            Render(new PromptDefinition { Name = "p", Template = """{"is_spam": BOOL} of {labels}: {text}""" }, "{labels} {text}"));

    [Fact]
    public void The_labels_are_listed_by_their_answers() =>
        Assert.Equal(
            "<system>Short!<user>no, yes? x<assistant>",
            Render(
                new PromptDefinition
                {
                    Name = "p", System = "Short!", Template = "{labels}? {text}",
                    Answers = new Dictionary<string, string> { ["ham"] = "no", ["spam"] = "yes" },
                },
                "x"));

    [Fact]
    public void Examples_are_earlier_turns() =>
        Assert.Equal(
            "<user>? win<assistant> spam<user>? x<assistant>",
            Render(new PromptDefinition { Name = "p", Template = "? {text}" }, "x", [new Example("1", "win", "spam")]));

    [Fact]
    public void Without_a_chat_template_turns_are_blocks_of_plain_text()
    {
        var formatter = new PromptFormatter(
            tokenizer, null, new PromptDefinition { Name = "p", System = "Short!", Template = "? {text}" }, Labels, TimeProvider.System,
            shots: [new Example("1", "win", "spam")]);

        Assert.Equal("Short!\n\n? win\nAnswer: spam\n\n? x\nAnswer:", tokenizer.Decode(formatter.Format("x").Tokens));
        Assert.Equal([" ham", " spam"], formatter.Continuations.Select(ids => tokenizer.Decode(ids)));
    }

    [Fact]
    public void An_answer_continues_a_prompt_as_the_template_writes_it() =>
        Assert.Equal([" ham", " spam"], Formatter(new PromptDefinition { Name = "p", Template = "{text}" }).Continuations.Select(ids => tokenizer.Decode(ids)));

    [Theory]
    [InlineData("true", """{"is_spam": true}""")]
    [InlineData("2", """{"is_spam": 2}""")]
    [InlineData("sp\"am", """{"is_spam": "sp\"am"}""")]
    public void A_JSON_answer_is_the_whole_object_with_the_property_of_the_prompt(string word, string expected)
    {
        var formatter = Formatter(new PromptDefinition
        {
            Name = "p", Template = """Answer { "is_spam" : VALUE }. {text}""", Format = AnswerFormat.Json,
            Answers = new Dictionary<string, string> { ["spam"] = word },
        });

        Assert.Equal(expected, formatter.Answers[1]);
    }

    [Fact]
    public void A_text_of_too_many_tokens_is_cut_and_said_so()
    {
        var prompt = new PromptDefinition { Name = "p", Template = "{text}" };
        var formatter = new PromptFormatter(tokenizer, null, prompt, Labels, TimeProvider.System, maxTokens: 3);
        var text = tokenizer.Decode(tokenizer.Encode("the quick brown fox").Take(3));

        var cut = formatter.Format("the quick brown fox");

        Assert.True(cut.WasCut);
        Assert.Equal(text + "\nAnswer:", tokenizer.Decode(cut.Tokens));
        Assert.False(formatter.Format(text).WasCut);
    }

    private string Render(PromptDefinition prompt, string text, IReadOnlyList<Example>? shots = null) =>
        tokenizer.Decode(Formatter(prompt, shots).Format(text).Tokens);

    private PromptFormatter Formatter(PromptDefinition prompt, IReadOnlyList<Example>? shots = null) =>
        new(tokenizer, Template, prompt, Labels, TimeProvider.System, shots: shots);
}
