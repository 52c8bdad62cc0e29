using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Tests.Classical;

public class NgramsTests
{
    [Fact]
    public void Words_are_lower_case_runs_of_two_or_more_word_characters_and_pairs_skip_what_is_between() => Assert.Equal(
        ["don", "free", "free now", "now", "now don"],
        Terms(NgramKind.Words, "FREE!! a Now -- don't").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("", new string[0])]
    [InlineData(" \t\n ", new string[0])]
    [InlineData("a", new string[0])]
    [InlineData("x_1 42", new[] { "42", "x_1", "x_1 42" })]
    [InlineData("caf\u00e9 \u00b2\u00bd", new[] { "caf\u00e9", "caf\u00e9 \u00b2\u00bd", "\u00b2\u00bd" })]
    [InlineData("ab\u0301cd", new[] { "ab", "ab cd", "cd" })]
    [InlineData("\U00010330 \U00010330\U00010331", new[] { "\U00010330\U00010331" })]
    public void Words_follow_the_token_pattern_of_python(string text, string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Terms(NgramKind.Words, text).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("a", new[] { " a " })]
    [InlineData("ab", new[] { " ab", " ab ", "ab " })]
    [InlineData(" Ab \n ab ", new[] { " ab", " ab", " ab ", " ab ", "ab ", "ab " })]
    [InlineData("abc", new[] { " ab", " abc", " abc ", "abc", "abc ", "bc " })]
    [InlineData("a\u001cb", new[] { " a ", " b " })]
    public void Characters_stay_inside_one_padded_word_and_short_words_count_once(string text, string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Terms(NgramKind.Characters, text).Order(StringComparer.Ordinal));

    [Fact]
    public void Characters_are_code_points_so_no_term_holds_half_a_pair() =>
        Assert.Equal([" \U0001F600 "], Terms(NgramKind.Characters, "\U0001F600"));

    [Theory]
    [InlineData("物流の", new[] { "の", "流", "流 の", "物", "物 流" })]
    [InlineData("iPhone 14を買う", new[] { "14", "14 を", "iphone", "iphone 14", "う", "を", "を 買", "買", "買 う" })]
    [InlineData("ที่ดี", new[] { "ดี", "ที่", "ที่ ดี" })]
    [InlineData("a ｶﾞ x", new[] { "ガ" })]
    public void Each_letter_with_its_marks_is_a_word_where_a_script_has_no_blanks(string text, string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Terms(NgramKind.Words, text).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("物流", new[] { " 物", " 物流", " 物流 ", "流 ", "物流", "物流 " })]
    [InlineData("abか", new[] { " ab", " abか", "abか", "abか ", "bか", "bか ", "か " })]
    [InlineData("ไทย", new[] { " ไท", " ไทย", " ไทย ", "ทย ", "ไทย", "ไทย " })]
    [InlineData("＃Ａ", new[] { " #a", " #a ", "#a " })]
    public void Characters_are_two_to_four_where_one_is_a_syllable_or_a_word(string text, string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Terms(NgramKind.Characters, text).Order(StringComparer.Ordinal));

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() =>
        Assert.Equal([" \uFFFD "], Terms(NgramKind.Characters, "\uD83D"));

    private static List<string> Terms(NgramKind kind, string text)
    {
        List<string> terms = [];
        Ngrams.Visit(kind, text, new Collector(terms));
        return terms;
    }

    private sealed class Collector(List<string> terms) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term) => terms.Add(term.ToString());
    }
}
