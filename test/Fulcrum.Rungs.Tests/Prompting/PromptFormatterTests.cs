using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
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

    private readonly Tokenizer _tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("models/llama"));

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
    public void Labels_and_text_go_into_the_system_message_as_well() =>
        Assert.Equal(
            "<system>Sort x into ham, spam.<user>{word} win?<assistant> spam<user>{word} x?<assistant>",
            Render(
                new PromptDefinition { Name = "p", System = "Sort {text} into {labels}.", Template = "{{word}} {text}?" },
                "x",
                [new Example("1", "win", "spam")]));

    [Fact]
    public void Examples_are_earlier_turns() =>
        Assert.Equal(
            "<user>? win<assistant> spam<user>? x<assistant>",
            Render(new PromptDefinition { Name = "p", Template = "? {text}" }, "x", [new Example("1", "win", "spam")]));

    [Fact]
    public void Without_a_chat_template_turns_are_blocks_of_plain_text()
    {
        var formatter = new PromptFormatter(
            _tokenizer, null, new PromptDefinition { Name = "p", System = "Short!", Template = "? {text}" }, Labels, TrialFixture.RunCreated,
            shots: [new Example("1", "win", "spam")]);

        Assert.Equal("Short!\n\n? win\nAnswer: spam\n\n? x\nAnswer:", _tokenizer.Decode(formatter.Format("x").Tokens));
        Assert.Equal([" ham", " spam"], formatter.Continuations.Select(ids => _tokenizer.Decode(ids)));
    }

    [Fact]
    public void An_answer_continues_a_prompt_as_the_template_writes_it() =>
        Assert.Equal([" ham", " spam"], Formatter(new PromptDefinition { Name = "p", Template = "{text}" }).Continuations.Select(ids => _tokenizer.Decode(ids)));

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

        Assert.Equal(expected, formatter.Style.Choices[1]);
    }

    [Fact]
    public void A_text_of_too_many_tokens_is_cut_and_said_so()
    {
        var prompt = new PromptDefinition { Name = "p", Template = "{text}" };
        var formatter = new PromptFormatter(_tokenizer, null, prompt, Labels, TrialFixture.RunCreated, new TextLimits { MaxTokens = 3 });
        var text = _tokenizer.Decode(_tokenizer.Encode("the quick brown fox").Take(3));

        var cut = formatter.Format("the quick brown fox");

        Assert.True(cut.WasCut);
        Assert.Equal(text + "\nAnswer:", _tokenizer.Decode(cut.Tokens));
        Assert.False(formatter.Format(text).WasCut);
    }

    [Fact]
    public void Of_a_text_that_is_cut_the_tail_is_kept_where_that_is_asked_for()
    {
        var prompt = new PromptDefinition { Name = "p", Template = "{text}" };
        var text = _tokenizer.Decode(_tokenizer.Encode("the quick brown fox").TakeLast(3));

        var cut = new PromptFormatter(_tokenizer, null, prompt, Labels, TrialFixture.RunCreated, new TextLimits { MaxTokens = 3, Truncate = TruncationSide.Tail })
            .Format("the quick brown fox");

        Assert.Equal((true, text + "\nAnswer:"), (cut.WasCut, _tokenizer.Decode(cut.Tokens)));
    }

    [Fact]
    public void Every_row_whose_prompt_is_too_long_is_named_with_its_tokens_and_the_limit()
    {
        var formatter = Limited(60, truncate: null);
        var tokens = new PromptFormatter(_tokenizer, Template, Instruction, Labels, TrialFixture.RunCreated).Format(Words(30)).Tokens.Length;

        var errors = Assert.Throws<UnreadableTextsException>(() => PromptBatch.Create(
            [new TaskInput("a", Words(30)), new TaskInput("b", "x"), new TaskInput("c", Words(90))], formatter.Format, TestContext.Current.CancellationToken)).Errors;

        Assert.Equal(2, errors.Count);
        Assert.StartsWith($"Row a: The prompt has {tokens} tokens, but the model takes 60, of which {formatter.AnswerTokens} are kept", errors[0].ToString());
        Assert.EndsWith("Cut long texts with --truncate head or --truncate tail, or with max_tokens of the rung.", errors[0].ToString());
        Assert.StartsWith("Row c", errors[1].Message);
        Assert.Throws<InputException>(() => formatter.Format(Words(30)));
    }

    [Fact]
    public void Of_a_text_that_is_cut_but_still_too_long_all_tokens_are_told()
    {
        var limits = new TextLimits { ContextLength = 60, MaxTokens = 50 };
        var formatter = new PromptFormatter(_tokenizer, Template, Instruction, Labels, TrialFixture.RunCreated, limits);
        var text = Words(400);

        var error = Assert.Single(Assert.Throws<InputException>(() => formatter.Format(text)).Errors);

        Assert.Matches($@"^The text has {_tokenizer.Encode(text).Length} tokens; with 50 of them the prompt has \d\d, but the model takes 60, of which", error.Message);
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_to_the_room_and_the_instruction_survives() =>
        Gen.Select(Gen.Int[0, 120], Gen.Int[45, 120], Gen.Bool).Sample((words, context, isTail) =>
        {
            var formatter = Limited(context, isTail ? TruncationSide.Tail : TruncationSide.Head);
            var prompt = formatter.Format(Words(words));
            var written = _tokenizer.Decode(prompt.Tokens);

            Assert.InRange(prompt.Tokens.Length, 1, context - formatter.AnswerTokens);
            Assert.StartsWith("<user>Is it ham? ", written);
            Assert.EndsWith(" Say it.<assistant>", written);
            if (!prompt.WasCut) Assert.Contains(Words(words), written);
            else Assert.Contains(isTail ? "w" + (words - 1) + " Say" : "? w0", written);
        });

    [Fact]
    public void Where_not_even_an_empty_text_fits_no_cut_helps()
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => Limited(20, TruncationSide.Head).Format("x")).Errors);

        Assert.Contains("shorter prompt", error.Remedy);
    }

    [Fact]
    public void A_chat_template_that_tells_the_date_tells_the_one_of_the_run()
    {
        var template = ChatTemplate.Parse("{{ strftime_now('%d %b %Y') }} {{ messages[0].content }}");
        var formatter = new PromptFormatter(
            _tokenizer, template, new PromptDefinition { Name = "p", Template = "{text}" }, Labels, new DateTimeOffset(2026, 11, 23, 23, 59, 0, TimeSpan.Zero));

        Assert.Equal("23 Nov 2026 x", _tokenizer.Decode(formatter.Format("x").Tokens));
    }

    [Theory]
    [InlineData("{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}", "System role not supported")]
    [InlineData("{% if messages[0].role == 'system' %}{% set messages = messages[1:] %}{% endif %}", "it leaves it out")]
    public void Where_a_chat_template_takes_no_system_message_it_stands_before_the_first_text_and_that_is_noted(string before, string reason)
    {
        var prompt = new PromptDefinition { Name = "p", System = "Short!", Template = "? {text}" };
        var formatter = new PromptFormatter(_tokenizer, ChatTemplate.Parse(before + Template.Source), prompt, Labels, TrialFixture.RunCreated, shots: [new Example("1", "win", "spam")]);

        Assert.Equal("<user>Short!\n\n? win<assistant> spam<user>? x<assistant>", _tokenizer.Decode(formatter.Format("x").Tokens));
        Assert.Equal(
            $"The chat template takes no system message ({reason}), so that of the prompt p is put before its first text.",
            Assert.Single(formatter.Notes));
        Assert.Empty(Formatter(prompt).Notes);
        Assert.Empty(new PromptFormatter(_tokenizer, null, prompt, Labels, TrialFixture.RunCreated).Notes);
    }

    [Fact]
    public void A_prompt_of_nothing_is_refused()
    {
        var formatter = new PromptFormatter(
            _tokenizer, ChatTemplate.Parse("{{ messages[0].content }}"), new PromptDefinition { Name = "p", Template = "{text}" }, Labels, TrialFixture.RunCreated);

        Assert.NotEmpty(formatter.Format("x").Tokens);
        Assert.Equal("Row 7: The prompt is empty.", Assert.Single(Assert.Throws<UnreadableTextsException>(() => PromptBatch.Create([new TaskInput("7", "")], formatter.Format, TestContext.Current.CancellationToken)).Errors).Message);
    }

    [Theory]
    [InlineData("a\uD800b")]
    [InlineData("\uDC00")]
    [InlineData("b\uD83D")]
    [InlineData("a\uFDD0b\uFDD1")]
    public void Half_a_surrogate_pair_and_a_noncharacter_count_as_the_replacement_character(string text)
    {
        var formatter = Formatter(Instruction);
        var replaced = string.Concat(text.Select(c => c is 'a' or 'b' ? c : '\uFFFD'));

        Assert.Equal(formatter.Format(replaced).Tokens, formatter.Format(text).Tokens);
    }

    private static readonly PromptDefinition Instruction = new() { Name = "p", Template = "Is it ham? {text} Say it." };

    private static string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"w{i}"));

    private PromptFormatter Limited(int contextLength, TruncationSide? truncate) =>
        new(_tokenizer, Template, Instruction, Labels, TrialFixture.RunCreated, new TextLimits { ContextLength = contextLength, Truncate = truncate });

    private string Render(PromptDefinition prompt, string text, IReadOnlyList<Example>? shots = null) =>
        _tokenizer.Decode(Formatter(prompt, shots).Format(text).Tokens);

    private PromptFormatter Formatter(PromptDefinition prompt, IReadOnlyList<Example>? shots = null) =>
        new(_tokenizer, Template, prompt, Labels, TrialFixture.RunCreated, shots: shots);
}
