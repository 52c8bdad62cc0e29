using System.Text;
using Fulcrum.Data.Cleaning;

namespace Fulcrum.Data.Tests.Cleaning;

public sealed class TextDecoderTests
{
    public static TheoryData<Encoding> Marked => [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];

    [Theory]
    [MemberData(nameof(Marked))]
    public void A_byte_order_mark_decides_and_is_removed(Encoding encoding) =>
        Assert.Equal(("naïve €", null), TextDecoder.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes("naïve €")]));

    [Fact]
    public void Only_lines_that_are_not_utf_8_are_read_as_windows_1252()
    {
        byte[] bytes = [.. "ünï\n"u8, 0x80, (byte)'5', (byte)'\n', .. "plain\n"u8, 0xE9];
        Assert.Equal(("ünï\n€5\nplain\né", "Windows-1252"), TextDecoder.Decode(bytes));
    }

    [Fact]
    public void Nothing_is_nothing() => Assert.Equal(("", null), TextDecoder.Decode([]));
}
