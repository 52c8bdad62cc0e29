using System.Diagnostics;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Rungs.Answers;

namespace Fulcrum.Rungs.Tests.Answers;

public sealed class ListParserTests
{
    private static readonly string[] Labels = ["billing", "refund", "shipping"];

    [Theory]
    [InlineData("""["billing", "shipping"]""", "billing shipping")]
    [InlineData("""["shipping", "billing", "shipping"]""", "billing shipping")]
    [InlineData("[]", "")]
    [InlineData("[ ]", "")]
    [InlineData("""["none"]""", "")]
    [InlineData("""Sure! Here it is: ["Refund"] Anything else?""", "refund")]
    [InlineData("```json\n[\n  \"billing\",\n  \"refund\"\n]\n```", "billing refund")]
    [InlineData("['billing', 'refund',]", "billing refund")]
    [InlineData("[billing, refund]", "billing refund")]
    [InlineData("""["billing", "refund" """, "billing refund")]
    [InlineData("""["billing", "refu""", "billing")]
    [InlineData("""["billing", "complaint"]""", "billing")]
    [InlineData("""["complaint"]""", null)]
    [InlineData("""["complaint"] or rather ["refund"]""", "refund")]
    [InlineData("""["not billing", "refund"]""", "refund")]
    [InlineData("""["billing, refund"]""", "billing refund")]
    [InlineData("""{"labels": ["billing", "refund"], "confidence": 0.9}""", "billing refund")]
    [InlineData("""{"reasons": ["it mentions an invoice"], "labels": ["billing"]}""", "billing")]
    [InlineData("""{"labels": []}""", "")]
    [InlineData("""[{"label": "billing"}, {"label": "refund"}]""", "billing refund")]
    [InlineData("""{"billing": true, "refund": false, "shipping": "yes"}""", "billing shipping")]
    [InlineData("""{"billing": false, "refund": false, "shipping": false}""", "")]
    [InlineData("""{"labels": "billing, refund"}""", "billing refund")]
    [InlineData("""{"labels": null}""", "")]
    [InlineData("""<think>perhaps ["shipping"]</think>["billing"]""", "billing")]
    public void An_array_is_read_in_both_formats(string written, string? expected)
    {
        Assert.Equal(expected, Read(AnswerFormat.Json, written));
        Assert.Equal(expected, Read(AnswerFormat.Words, written));
    }

    [Theory]
    [InlineData("billing")]
    [InlineData("billing, refund")]
    [InlineData("")]
    public void Words_are_no_JSON(string written) => Assert.Null(Read(AnswerFormat.Json, written));

    [Theory]
    [InlineData("billing", "billing")]
    [InlineData("shipping, billing", "billing shipping")]
    [InlineData("Billing; Refund", "billing refund")]
    [InlineData("billing\nrefund", "billing refund")]
    [InlineData("billing\n\nrefund\n", "billing refund")]
    [InlineData("- billing\n- refund", "billing refund")]
    [InlineData("* **Billing**\n* **Refund**", "billing refund")]
    [InlineData("1. billing\n2. refund", "billing refund")]
    [InlineData("• billing • refund", "billing refund")]
    [InlineData("\"billing\" and 'refund'", "billing refund")]
    [InlineData("billing / refund & shipping.", "billing refund shipping")]
    [InlineData("Labels: billing, refund", "billing refund")]
    [InlineData("The labels that apply are:\n\n- billing\n- refund\n\nExplanation: there is nothing about shipping in it.", "billing refund")]
    [InlineData("billing, refund\n\nText:\nWhen is my shipping?\nAnswer: shipping", "billing refund")]
    [InlineData("billing, complaint, refund", "billing refund")]
    [InlineData("billing\ncomplaint\nrefund", "billing refund")]
    [InlineData("- complaint\n- refund", "refund")]
    [InlineData("complaint", null)]
    [InlineData("", null)]
    public void A_list_is_read_however_its_labels_are_separated(string written, string? expected) => Assert.Equal(expected, Read(AnswerFormat.Words, written));

    [Theory]
    [InlineData("none")]
    [InlineData("None.")]
    [InlineData("None of the labels apply.")]
    [InlineData("None of billing, refund and shipping applies.")]
    [InlineData("No labels apply to this text")]
    [InlineData("The answer is: none")]
    [InlineData("\"none\"")]
    [InlineData("keine")]
    [InlineData("- none")]
    [InlineData("Neither billing nor refund nor shipping.")]
    [InlineData("- billing: no\n- refund: no\n- shipping: no")]
    public void No_label_at_all_is_an_answer(string written) => Assert.Equal("", Read(AnswerFormat.Words, written));

    [Theory]
    [InlineData("The text is about billing and shipping.", "billing shipping")]
    [InlineData("It is about billing, not refund.", "billing")]
    [InlineData("It is about billing. It is not about a refund.", "billing")]
    [InlineData("It is not about billing or refund, but shipping.", "shipping")]
    [InlineData("billing or refund", null)]
    [InlineData("Either billing or refund applies", null)]
    [InlineData("not billing", null)]
    [InlineData("Does billing, refund or shipping apply? billing, refund", "billing refund")]
    [InlineData("Which of billing, refund, shipping apply?", null)]
    [InlineData("None except refund.", "refund")]
    [InlineData("The customer asks for a refund.\nAnother customer had a question of shipping.", "refund")]
    [InlineData("billing: yes\nrefund: no\nshipping: Yes", "billing shipping")]
    [InlineData("billing: yes, refund: no, shipping: yes", "billing shipping")]
    [InlineData("- **billing**: no\n- **refund**: yes", "refund")]
    [InlineData("billing applies, refund does not apply", "billing")]
    [InlineData("Both billing and refund apply, but shipping does not apply.", "billing refund")]
    [InlineData("- billing: the invoice is wrong, and shipping was late\n- refund: the customer asks for it", "billing refund")]
    [InlineData("billing (the shipping was charged twice), refund", "billing refund")]
    [InlineData("billing, refund. The text says nothing of shipping.", "billing refund")]
    [InlineData("- [x] billing\n- [ ] refund\n- [x] shipping", "billing shipping")]
    [InlineData("- [ ] billing\n- [ ] refund\n- [ ] shipping", "")]
    public void What_sentences_say_of_labels_is_read(string written, string? expected) => Assert.Equal(expected, Read(AnswerFormat.Words, written));

    [Theory]
    [InlineData("""{"reason": ["refund"], "tags": ["billing"]}""", "billing")]
    [InlineData("""["shipping"]""", "shipping")]
    [InlineData("""{"reason": ["refund"]}""", null)]
    public void The_property_that_the_prompt_shows_is_read(string written, string? expected) =>
        Assert.Equal(expected, Read(AnswerFormat.Json, written, """{text} Answer {"reason": "...", "tags": [{labels}]}."""));

    [Theory]
    [InlineData("[1, 3]", "billing shipping")]
    [InlineData("1, 3", "billing shipping")]
    [InlineData("1 and 3", "billing shipping")]
    [InlineData("13", null)]
    public void Answers_of_the_prompt_stand_for_labels(string written, string? expected) =>
        Assert.Equal(expected, Read(AnswerFormat.Words, written, answers: ["1", "2", "3"]));

    [Theory]
    [InlineData("none", "billing")]
    [InlineData("food, drink and more", "refund")]
    [InlineData("food; food, drink and more", "refund shipping")]
    public void An_answer_may_look_like_a_list_or_like_no_answer(string written, string? expected) =>
        Assert.Equal(expected, Read(AnswerFormat.Words, written, answers: ["none", "food, drink and more", "food"]));

    /// <summary>A quadratic reader would take minutes.</summary>
    [Theory]
    [InlineData("[")]
    [InlineData("[\"")]
    [InlineData("[\"a\", ")]
    [InlineData("\"a\": [")]
    [InlineData("a:[")]
    [InlineData("['")]
    [InlineData("(")]
    [InlineData("billing ")]
    [InlineData("billing: no ")]
    [InlineData("billing or refund, ")]
    [InlineData("not billing or ")]
    [InlineData("- ")]
    [InlineData("- billing\n")]
    [InlineData("[ ] \n")]
    [InlineData("none ")]
    [InlineData("no ")]
    [InlineData("billing (")]
    [InlineData("{\"billing\": ")]
    public void A_megabyte_is_read_in_time_that_grows_with_its_length(string repeated)
    {
        var written = string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));
        var start = Stopwatch.GetTimestamp();

        Read(AnswerFormat.Words, written);
        Read(AnswerFormat.Json, written);

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
    }

    private static string? Read(AnswerFormat format, string written, string template = "{text}", string[]? answers = null)
    {
        var prompt = new PromptDefinition { Name = "p", Template = template, Format = format, Answers = Labels.Zip(answers ?? Labels).ToDictionary(pair => pair.First, pair => pair.Second) };
        return new ListParser(prompt, Labels).Parse(written) is { } labels ? string.Join(' ', labels.Select(label => Labels[label])) : null;
    }
}
