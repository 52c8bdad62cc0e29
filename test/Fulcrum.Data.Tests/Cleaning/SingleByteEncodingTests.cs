using System.Text;
using Fulcrum.Data.Cleaning;

namespace Fulcrum.Data.Tests.Cleaning;

public sealed class SingleByteEncodingTests
{
    private const int Draws = 50;

    public static TheoryData<string, int, string> Scripts => new()
    {
        { "Russian", 1251, "Windows-1251" },
        { "Ukrainian", 1251, "Windows-1251" },
        { "Bulgarian", 1251, "Windows-1251" },
        { "Russian", 20866, "KOI8-R" },
        { "Bulgarian", 20866, "KOI8-R" },
        { "Greek", 1253, "Windows-1253" },
        { "Hebrew", 1255, "Windows-1255" },
        { "Thai", 874, "Windows-874" },
    };

    public static TheoryData<string, int> Latin => new() { { "French", 1252 }, { "German", 1252 }, { "Spanish", 1252 }, { "Polish", 1250 } };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Lines_tell_their_encoding(string language, int codePage, string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        foreach (var lines in DrawsOf(language))
        {
            foreach (var written in (string[])[string.Join('\n', lines), string.Join('\n', lines).ToUpperInvariant()])
            {
                // What KOI8-R has no sign for is lost before it is read.
                var text = encoding.GetString(encoding.GetBytes(written));
                Assert.Equal((text, name), TextDecoder.Decode(encoding.GetBytes(text)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_table_with_ASCII_columns_tells_it_too(string language, int codePage, string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        foreach (var lines in DrawsOf(language))
        {
            var table = "id,text,label\n" + string.Concat(lines.Select((line, index) => $"row-{index},\"{line}\",{(index % 2 == 0 ? "billing" : "shipping")}\n"));
            Assert.Equal(name, TextDecoder.Decode(encoding.GetBytes(table)).Encoding);
        }
    }

    [Theory]
    [MemberData(nameof(Latin))]
    public void Latin_letters_with_accents_are_read_as_Windows_1252(string language, int codePage)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        foreach (var lines in DrawsOf(language))
        {
            foreach (var text in (string[])[string.Join('\n', lines), string.Join('\n', lines).ToUpperInvariant()])
            {
                var bytes = encoding.GetBytes(text);
                Assert.Equal("Windows-1252", TextDecoder.Decode(bytes).Encoding);
            }
        }
    }

    [Fact]
    public void Signs_that_stand_alone_prove_nothing()
    {
        byte[] bytes = [.. "caf"u8, 0xE9, .. " 20 "u8, 0x80, .. " \xAB"u8[..1], 0xAB, 0xE0, 0xBB, (byte)' ', 0xC0, 0xC9, 0xC8, (byte)'\n'];
        Assert.Equal("Windows-1252", TextDecoder.Decode(bytes).Encoding);
    }

    /// <summary>Many draws of 3 and 20 lines, some of 200.</summary>
    private static IEnumerable<string[]> DrawsOf(string language) =>
        ((int[])[3, 20]).SelectMany(count => Enumerable.Range(0, Draws).Select(seed => MadeUpLines.Of(language, count, seed)))
        .Concat(Enumerable.Range(0, 3).Select(seed => MadeUpLines.Of(language, 200, seed)));
}
