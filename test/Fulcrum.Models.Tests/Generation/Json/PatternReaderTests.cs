using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Models.Generation.Json.Languages;

namespace Fulcrum.Models.Tests.Generation.Json;

public sealed class PatternReaderTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Texts = Pick("a", "b", "c", "1", "-", "_", " ", "\"", "\\", "é", "\t", "€", "\u0001").Array[0, 8].Select(string.Concat);

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("^ab|c$")]
    [InlineData("^(?:a|bc?)+$")]
    [InlineData("^(a(b|c)){2}")]
    [InlineData("^[a-c]{1,3}[^a-c]*?$")]
    [InlineData("^a{2,}$")]
    [InlineData(@"^\d?\D\w*\W?\s?\S$")]
    [InlineData(@"^[\w\-\\""]*$")]
    [InlineData("^.$")]
    [InlineData(@"^\u00e9|\x61\t$")]
    [InlineData(@"[^\d]\.?$")]
    [InlineData("[]")]
    [InlineData("^[^]*$")]
    public void It_takes_the_texts_that_a_regular_expression_engine_takes(string pattern)
    {
        var algebra = new LanguageAlgebra();
        var language = PatternReader.Read(pattern, algebra, new JsonCharacters(algebra));
        // .NET writes the class of nothing and the class of everything in another way.
        var regex = new Regex(pattern.Replace("[]", "(?!)", StringComparison.Ordinal).Replace("[^]", @"[\s\S]", StringComparison.Ordinal), RegexOptions.ECMAScript);

        Texts.Sample(text => Assert.Equal(regex.IsMatch(text), language.Contains(JsonSerializer.Serialize(text, Relaxed)[1..^1])));
    }

    [Theory]
    [InlineData("^a{2}b*$", 0, 3)]
    [InlineData("a", 2, 3)]
    [InlineData("^(ab)*$", 3, 5)]
    [InlineData("é$", 1, 2)]
    [InlineData("^(a|\")*$", 2, null)]
    public void Lengths_and_a_pattern_hold_together(string pattern, int least, int? most)
    {
        var algebra = new LanguageAlgebra();
        var characters = new JsonCharacters(algebra);
        var language = algebra.Intersection(
            PatternReader.Read(pattern, algebra, characters), algebra.Repeat(characters.OneOf(CodePointSet.All), least, most));

        Texts.Sample(text =>
        {
            var expected = Regex.IsMatch(text, pattern, RegexOptions.ECMAScript) && text.Length >= least && !(text.Length > most);
            Assert.Equal(expected, language.Contains(JsonSerializer.Serialize(text, Relaxed)[1..^1]));
        });
    }

    [Theory]
    [InlineData("a(?=b)", "the group `(?=`")]
    [InlineData("(?<n>a)", "the group `(?<`")]
    [InlineData(@"(a)\1", @"`\1`")]
    [InlineData(@"\bword", @"`\b`")]
    [InlineData(@"\p{L}", @"`\p`")]
    [InlineData("a^b", "`^` inside")]
    [InlineData("a$b", "`$` inside")]
    [InlineData("(^a)", "`^` inside")]
    [InlineData("*a", "a quantifier without")]
    [InlineData("a**", "a quantifier without")]
    [InlineData("a{3,2}", "malformed")]
    [InlineData("a{x}", "malformed")]
    [InlineData("(a", "`(` without `)`")]
    [InlineData("a)", "`)` without `(`")]
    [InlineData("[a", "an end")]
    [InlineData("[b-a]", "a range")]
    [InlineData(@"\u12", "the code `12`")]
    public void What_is_not_regular_or_not_sound_is_refused_by_name(string pattern, string named)
    {
        var algebra = new LanguageAlgebra();

        var refused = Assert.Throws<NotSupportedException>(() => PatternReader.Read(pattern, algebra, new JsonCharacters(algebra)));

        Assert.Contains(named, refused.Message);
    }

    [Fact]
    public void Every_character_is_one_character_and_is_written_in_one_way() =>
        Gen.Int[0, 0x10FFFF].Where(value => value is < 0xD800 or > 0xDFFF).Sample(value =>
        {
            var algebra = new LanguageAlgebra();
            var characters = new JsonCharacters(algebra);
            var text = char.ConvertFromUtf32(value);
            var way = characters.Text(text);
            var written = new List<byte>();
            while (!way.HasEmpty)
            {
                var (next, rest) = way.ShortestStep();
                written.Add(next);
                way = rest;
            }

            var json = System.Text.Encoding.UTF8.GetString([.. written]);
            Assert.Equal(text, JsonSerializer.Deserialize<string>($"\"{json}\""));
            Assert.True(characters.OneOf(CodePointSet.All).Contains(json));
            Assert.False(characters.OneOf(CodePointSet.Of((value, value)).Complement()).Contains(json));
        });

    private static Gen<string> Pick(params string[] parts) => Gen.Int[0, parts.Length - 1].Select(i => parts[i]);
}
