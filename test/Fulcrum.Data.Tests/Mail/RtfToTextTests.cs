using System.Text;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Tests.Mail;

public sealed class RtfToTextTests
{
    [Theory]
    [InlineData(@"{\rtf1\ansi One\par Two\tab three\line four}", "One\nTwo\tthree\nfour")]
    [InlineData(@"{\rtf1{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{Normal;}}{\info{\author Me}}seen}", "seen")]
    [InlineData(@"{\rtf1{\*\generator Riched20;}{\*\htmltag64 <p>}seen{\pict 0A0B}}", "seen")]
    [InlineData(@"{\rtf1 \{a\}\\b\~c\_d}", @"{a}\b c-d")]
    [InlineData(@"{\rtf1 {\b bo}ld{\i  word}}", "bold word")]
    [InlineData(@"{\rtf1\ansicpg1252 caf\'e9 \'80}", "café €")]
    [InlineData(@"{\rtf1\ansicpg1251 \'d1\'f7\'b8\'f2}", "Счёт")]
    [InlineData(@"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset128 B;}}\f0 a {\f1\'93\'fa\'96\'7b} b}", "a 日本 b")]
    [InlineData(@"{\rtf1\uc1 \u8364?\u-10179 ?\u-8704 ?\uc0\u233 x}", "€\U0001F600éx")]
    [InlineData(@"{\rtf1\uc2 \u233\'3f\'3fx}", "éx")]
    [InlineData(@"{\rtf1 {\field{\*\fldinst HYPERLINK ""https://a.example""}{\fldrslt link}}}", "link")]
    [InlineData(@"{\rtf1 a\bin3 }}}b}", "ab")]
    [InlineData(@"{\rtf1 \lquote a\rquote\emdash b}", "‘a’—b")]
    [InlineData("{\\rtf1 bro\r\nken}", "broken")]
    public void The_text_of_the_document_is_kept(string rtf, string expected) => Assert.Equal(expected, Convert(rtf));

    [Theory]
    [InlineData("")]
    [InlineData("}}}}")]
    [InlineData(@"{\rtf1 a\")]
    [InlineData(@"{\rtf1 a\'f")]
    [InlineData(@"{\rtf1 a\u")]
    [InlineData(@"{\rtf1\ansicpg99999999999 a\'ff")]
    [InlineData(@"{\rtf1\ansicpg70000 a\'ff")]
    [InlineData(@"{\rtf1\uc99999999 a\u1")]
    [InlineData(@"{\rtf1 a\bin99999999999")]
    [InlineData(@"{\rtf1 a\bin-5 b")]
    public void A_broken_document_does_not_fail(string rtf) => Assert.NotNull(Convert(rtf));

    [Fact]
    public void Groups_nest_as_deep_as_they_like() => Assert.Equal("deep", Convert(string.Concat(Enumerable.Repeat(@"{\b ", 200_000)) + "deep"));

    private static string Convert(string rtf) => RtfToText.Convert(Encoding.Latin1.GetBytes(rtf), TestContext.Current.CancellationToken);
}
