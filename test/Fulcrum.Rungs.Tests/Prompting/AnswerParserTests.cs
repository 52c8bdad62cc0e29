using Fulcrum.Ladder.Tasks;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tests.Prompting;

public sealed class AnswerParserTests
{
    [Theory]
    [InlineData("Yes.", 1)]
    [InlineData("\n no, it is not; yes", 0)]
    [InlineData("I do not know", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void Yes_and_no_are_read_as_whole_words_and_the_first_counts(string written, int? expected) =>
        Assert.Equal(expected, Parse(AnswerFormat.YesNo, written, "no", "yes"));

    [Theory]
    [InlineData("""{"is_spam": true}""", 1)]
    [InlineData("""Sure! {"is_spam": "False"} Anything else?""", 0)]
    [InlineData("""{"is_spam": True}""", null)]
    [InlineData("""{"is_spam": tr""", null)]
    [InlineData("""{"is_spam": 1}""", null)]
    [InlineData("{}", null)]
    [InlineData("true", null)]
    public void JSON_has_to_be_sound(string written, int? expected) =>
        Assert.Equal(expected, Parse(AnswerFormat.Json, written, "false", "true"));

    [Theory]
    [InlineData("The class is Refund.", 0)]
    [InlineData("refund-late!", 1)]
    [InlineData("refunded", null)]
    public void Of_words_that_begin_at_the_same_place_the_longest_counts(string written, int? expected) =>
        Assert.Equal(expected, Parse(AnswerFormat.Words, written, "refund", "refund-late"));

    private static int? Parse(AnswerFormat format, string written, params string[] answers)
    {
        string[] labels = ["a", "b"];
        var prompt = new PromptDefinition { Name = "p", Template = "{text}", Format = format, Answers = labels.Zip(answers).ToDictionary(p => p.First, p => p.Second) };
        return new AnswerParser(prompt, labels).Parse(written);
    }
}
