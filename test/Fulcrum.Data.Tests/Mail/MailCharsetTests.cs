using System.Text;
using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Tests.Mail;

public sealed class MailCharsetTests
{
    private const string Guessed = "without a valid charset, read as Windows-1252";

    [Theory]
    [InlineData("windows-1251", null, "Счёт")]
    [InlineData(null, "windows-1251", "Счёт")]
    [InlineData("us-ascii", "windows-1251", "Счёт")]
    [InlineData("no-such-charset", "windows-1251", "Счёт")]
    [InlineData("windows-1251", "koi8-r", "Счёт")]
    public void The_header_names_the_charset_else_the_page_itself(string? inHeader, string? inMeta, string expected)
    {
        foreach (var meta in new[] { $"<meta charset=\"{inMeta}\">", $"<META http-equiv='Content-Type' content='text/html; charset={inMeta}'>", $"<meta charset={inMeta} />" })
        {
            byte[] page = [.. Encoding.ASCII.GetBytes($"<html><head>{(inMeta is null ? "" : meta)}</head>"), 0xD1, 0xF7, 0xB8, 0xF2];
            var (text, remark) = MailCharset.Decode(page, inHeader, isHtml: true);
            Assert.EndsWith(expected, text, StringComparison.Ordinal);
            Assert.Null(remark);
        }
    }

    [Fact]
    public void A_meta_in_plain_text_names_nothing() =>
        Assert.Equal(("<meta charset=windows-1251>é", Guessed), MailCharset.Decode([.. "<meta charset=windows-1251>"u8, 0xE9], null, isHtml: false));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("utf-8")]
    [InlineData("us-ascii")]
    [InlineData("8bit")]
    [InlineData("unknown-8bit")]
    [InlineData("default")]
    [InlineData("%s")]
    [InlineData("\0")]
    [InlineData("x-user-defined")]
    [InlineData("65000")]
    [InlineData("cp99999999999")]
    [InlineData("iso-8859-1; format=flowed")]
    public void Whatever_else_is_named_is_guessed_and_noted(string? charset) => Assert.Equal(("é", Guessed), MailCharset.Decode([0xE9], charset, isHtml: true));

    [Theory]
    [InlineData("utf-7")]
    [InlineData("UTF-7")]
    [InlineData("unicode-1-1-utf-7")]
    [InlineData("x-unicode-2-0-utf-7")]
    [InlineData("csUnicode11UTF7")]
    public void Utf_7_is_decoded_and_noted(string charset) =>
        Assert.Equal(("1 + 1 = ä, Hi Mom ☺!\U0001F600\uFFFD", "in UTF-7, decoded"), MailCharset.Decode([.. "1 +- 1 +AD0- +AOQ-, Hi Mom +Jjo!+2D3eAA"u8, 0xE9], charset, isHtml: false));

    /// <summary>Every charset that .NET knows, and names that nobody does, on bytes of every value.</summary>
    [Fact]
    public void No_charset_fails()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value), .. Enumerable.Range(0, 256).Select(value => (byte)(255 - value))];
        var names = Encoding.GetEncodings().Concat(CodePagesEncodingProvider.Instance.GetEncodings()).SelectMany(encoding => new[] { encoding.Name, $"{encoding.CodePage}" })
            .Concat(Enumerable.Range(0, 256).Select(value => $"{(char)value}"))
            .Concat(["hz-gb-2312", "x-cp50227", "iso-2022-cn", "iso-2022-kr", "utf-16", "utf-32be", "ks_c_5601-1987", "x-mac-japanese"]);
        Assert.All(names, name => Assert.NotEmpty(MailCharset.Decode(bytes, name, isHtml: true).Text));
    }
}
