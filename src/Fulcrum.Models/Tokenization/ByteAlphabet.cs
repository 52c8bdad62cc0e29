using System.Text;

namespace Fulcrum.Models.Tokenization;

/// <summary>
/// GPT-2's alphabet: a printable character for each byte, so that any byte sequence is a string (Radford et al. 2019, <c>bytes_to_unicode</c>).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Build();
    private static readonly short[] Bytes = Invert(Characters);

    /// <summary>The 256 characters in the order of the trainer: by code point.</summary>
    public static IEnumerable<char> InCodePointOrder => Characters.Order();

    public static char ToCharacter(byte value) => Characters[value];

    /// <summary>The byte that <paramref name="character"/> stands for, or -1.</summary>
    public static int ToByte(char character) => character < Bytes.Length ? Bytes[character] : -1;

    /// <summary>The bytes of a token; a token with characters outside of the alphabet stands for its own UTF-8.</summary>
    public static byte[] ToBytes(string token) =>
        token.All(character => ToByte(character) >= 0)
            ? Array.ConvertAll(token.ToCharArray(), character => (byte)ToByte(character))
            : Encoding.UTF8.GetBytes(token);

    private static char[] Build()
    {
        var next = 256;
        var characters = new char[256];
        for (var value = 0; value < 256; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)next++;
        return characters;
    }

    private static short[] Invert(char[] characters)
    {
        var bytes = new short[characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < 256; value++) bytes[characters[value]] = (short)value;
        return bytes;
    }
}
