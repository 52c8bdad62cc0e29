using CsCheck;
using Fulcrum.Data.Duplicates;

namespace Fulcrum.Data.Tests.Duplicates;

public sealed class TextNormalizerTests
{
    [Theory]
    [InlineData("Call 0800-123 NOW!!", "call 0 0 now")]
    [InlineData("  a_b\n\tc ", "a b c")]
    [InlineData("Ünï 12cd34", "ünï 0cd0")]
    [InlineData("ที่ 12, กิน", "ที่ 0 กิน")]
    [InlineData("re\u0301sume\u0301!\u0301", "re\u0301sume\u0301")]
    [InlineData("ＡＢ１２ｶﾞ、ｽ", "ab0ガ ス")]
    [InlineData("1\uFE0F\u20E3 x", "0 x")]
    [InlineData("!!!", "")]
    [InlineData("", "")]
    public void Case_digits_and_punctuation_do_not_matter(string text, string expected) => Assert.Equal(expected, TextNormalizer.Normalize(text));

    [Fact]
    public void Normalizing_twice_changes_nothing() =>
        Gen.String.Sample(text =>
        {
            var once = TextNormalizer.Normalize(text);
            return TextNormalizer.Normalize(once) == once;
        });

    [Fact]
    public void A_limit_gives_the_beginning() =>
        Gen.Select(Gen.String, Gen.Int[0, 20]).Sample((text, limit) =>
            TextNormalizer.Normalize(text).StartsWith(TextNormalizer.Normalize(text, limit), StringComparison.Ordinal));
}
