using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Ladder.Tests.Prompts;

public sealed class PromptTextTests
{
    [Theory]
    [InlineData("{text}", "T")]
    [InlineData("{ text } of {labels}", "T of L")]
    [InlineData("{{text}}", "{text}")]
    [InlineData("{{{text}}}", "{T}")]
    [InlineData("""{"is_spam": BOOL} of {labels}: {text}""", """{"is_spam": BOOL} of L: T""")]
    [InlineData("""{"a": {"b": BOOL}}: {text}""", """{"a": {"b": BOOL}}: T""")]
    [InlineData("""{"a": {"b": {"c": {}}}}""", """{"a": {"b": {"c": {}}}}""")]
    [InlineData("""{"input": {text}, "labels": [{labels}]}""", """{"input": T, "labels": [L]}""")]
    [InlineData("""{{"is_spam": BOOL}}""", """{"is_spam": BOOL}""")]
    [InlineData("""{{"a": {"b": 1}}}""", """{"a": {"b": 1}}""")]
    [InlineData("""{{"a": {{"b": 1}}}}""", """{"a": {"b": 1}}""")]
    [InlineData("""{"a": {{word}}}""", """{"a": {word}}""")]
    [InlineData("one of {yes, no}", "one of {yes, no}")]
    [InlineData("}} { }", "}} { }")]
    [InlineData("{} and {0} and {1, 2}", "{} and {0} and {1, 2}")]
    [InlineData("{{", "{")]
    [InlineData("$5 {", "$5 {")]
    public void Placeholders_are_replaced_and_only_braces_that_were_doubled_become_one(string message, string filled)
    {
        var text = PromptText.Parse(message);
        Assert.Empty(text.Unknown);
        Assert.Equal(filled, text.Fill("L", "T"));
    }

    [Fact]
    public void Braces_in_what_replaces_a_placeholder_are_left_as_they_are() =>
        Assert.Equal("{text} {labels}: {labels} {{x}}", PromptText.Parse("{labels}: {text}").Fill("{text} {labels}", "{labels} {{x}}"));

    [Theory]
    [InlineData("{label}: {text}", "{label}")]
    [InlineData("{Text}", "{Text}")]
    [InlineData("{ LABELS }", "{ LABELS }")]
    [InlineData("""{"answer": {label}}""", "{label}")]
    [InlineData("{mail.body}", "{mail.body}")]
    [InlineData("{größe}", "{größe}")]
    public void A_word_in_braces_that_is_no_placeholder_is_unknown(string message, string unknown)
    {
        var text = PromptText.Parse(message);
        Assert.Equal([unknown], text.Unknown);
        Assert.Equal(message.Replace("{text}", "T", StringComparison.Ordinal), text.Fill("L", "T"));
    }

    [Theory]
    [InlineData("no text", 0)]
    [InlineData("{{text}}", 0)]
    [InlineData("{text}", 1)]
    [InlineData("{text} and {{{text}}}", 2)]
    public void How_often_the_text_goes_into_it_is_counted(string message, int count) => Assert.Equal(count, PromptText.Parse(message).TextCount);
}
