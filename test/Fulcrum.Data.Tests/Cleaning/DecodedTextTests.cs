using System.Text;
using Fulcrum.Data.Cleaning;

namespace Fulcrum.Data.Tests.Cleaning;

/// <summary>Texts longer than a block of a quarter of a megabyte.</summary>
public sealed class DecodedTextTests
{
    private static readonly string Long = string.Concat(Enumerable.Range(0, 100_000).Select(number => $"{number} Grüße 漢字 😀\r\n"));

    public static TheoryData<Encoding> Encodings =>
        [new UTF8Encoding(false), new UnicodeEncoding(false, false), new UnicodeEncoding(true, true), new UTF32Encoding(false, false)];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Characters_across_blocks_are_whole(Encoding encoding) => Assert.Equal(Long, Read([.. encoding.Preamble, .. encoding.GetBytes(Long)]).Text);

    [Fact]
    public void A_line_longer_than_a_block_is_whole()
    {
        var text = Long.ReplaceLineEndings(" ");
        Assert.Equal(text, Read(Encoding.UTF8.GetBytes(text)).Text);
    }

    [Fact]
    public void A_long_line_that_is_not_utf_8_is_counted_once()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xE9, 1_000_000), (byte)'\n', .. "plain\n"u8];
        var (text, decoded) = Read(bytes);
        Assert.Equal(new string('é', 1_000_000) + "\nplain\n", text);
        Assert.Equal(("Windows-1252", 1L), (decoded.Encoding!.Name, decoded.ForeignLines));
    }

    [Fact]
    public void A_foreign_encoding_that_shows_late_holds_from_there()
    {
        var shiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932)!;
        var text = string.Concat(Enumerable.Repeat("plain text\n", 50_000)) + string.Concat(Enumerable.Repeat("荷物がまだ届いていません\n", 50_000));
        var (read, decoded) = Read(shiftJis.GetBytes(text));
        Assert.Equal(text, read);
        Assert.Equal(("Shift-JIS", true, 0L), (decoded.Encoding!.Name, decoded.IsWhole, decoded.UndecodableBytes));
    }

    [Fact]
    public void Lines_end_with_line_feed_carriage_return_or_both()
    {
        using var text = new DecodedText(new MemoryStream(Encoding.UTF8.GetBytes("a\r\n\nb\rc")));
        Assert.Equal(["a", "", "b", "c", null], Enumerable.Range(0, 5).Select(_ => text.ReadLine()));
    }

    [Fact]
    public void Lines_across_blocks_are_whole()
    {
        using var text = new DecodedText(new MemoryStream(Encoding.UTF8.GetBytes(Long)));
        var lines = new List<string>();
        while (text.ReadLine() is { } line) lines.Add(line);
        Assert.Equal(Long.Split("\r\n")[..^1], lines);
    }

    [Fact]
    public void A_preview_takes_nothing_away()
    {
        using var text = new DecodedText(new MemoryStream(Encoding.UTF8.GetBytes(Long)));
        Assert.Equal(Long[..500_000], text.Preview(500_000).ToString());
        Assert.Equal(Long, text.ReadToEnd());
    }

    [Theory]
    [InlineData("naïve café, déjà vu", "Windows-1252")]
    [InlineData("ÀÉÎÕÜ ÄÖÜ ÑANDÚ", "Windows-1252")]
    public void Western_texts_are_not_taken_for_East_Asian_ones(string text, string expected) =>
        Assert.Equal((text, expected), TextDecoder.Decode(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text)));

    private static (string Text, DecodedText Decoded) Read(byte[] bytes)
    {
        using var text = new DecodedText(new MemoryStream(bytes));
        return (text.ReadToEnd(), text);
    }
}
