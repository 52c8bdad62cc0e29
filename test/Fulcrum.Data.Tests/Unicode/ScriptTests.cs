using Fulcrum.Data.Unicode;

namespace Fulcrum.Data.Tests.Unicode;

public class ScriptTests
{
    [Theory]
    [InlineData("漢字々〆〇𠮷豈")]
    [InlineData("ひらがなゟ")]
    [InlineData("カタカナー")]
    [InlineData("ｶﾀｶﾅｰﾞ")]
    [InlineData("ภาษาไทยที่")]
    [InlineData("ພາສາລາວ")]
    [InlineData("ភាសាខ្មែរ")]
    [InlineData("မြန်မာ")]
    public void These_scripts_set_no_blanks_between_words(string text) =>
        Assert.All(text.EnumerateRunes(), rune => Assert.True(Script.WritesWithoutBlanks(rune), $"U+{rune.Value:X4}"));

    [Theory]
    [InlineData("LatinÉß_")]
    [InlineData("Кириллицаελληνικά")]
    [InlineData("한국어")]
    [InlineData("हिन्दीעבריתعربي")]
    [InlineData("09０９๐๙၀၉")]
    [InlineData(" 。、・「」฿។")]
    [InlineData("ＡＢｃ①☃😀")]
    public void These_do_or_are_no_letters(string text) =>
        Assert.All(text.EnumerateRunes(), rune => Assert.False(Script.WritesWithoutBlanks(rune), $"U+{rune.Value:X4}"));

    [Theory]
    [InlineData("spam", ".", true)]
    [InlineData("spam", "です", true)]
    [InlineData("答え", "はい", true)]
    [InlineData("答", "え", true)]
    [InlineData("ไม่", "ใช่", true)]
    [InlineData("ไม", "่ใช่", false)]
    [InlineData("cafe", "\u0301s", false)]
    [InlineData("spam", "mer", false)]
    [InlineData("spam", "_1", false)]
    [InlineData("1", "0", false)]
    [InlineData("x", "²", false)]
    [InlineData("스팸", "입니다", false)]
    public void A_word_may_end_at_the_bar_between_the_two(string before, string after, bool may) =>
        Assert.Equal(may, Script.WordMayEndBetween(before.EnumerateRunes().Last(), after.EnumerateRunes().First()));
}
