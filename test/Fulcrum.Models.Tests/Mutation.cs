using System.Text;

namespace Fulcrum.Models.Tests;

/// <summary>Damages the header of a file: cuts it off, flips bits, writes over bytes; where it is JSON, puts in other values and repeats keys.</summary>
internal static class Mutation
{
    private static readonly ulong[] Numbers =
        [0, 1, 2, 0x7f, 0xff, int.MaxValue, uint.MaxValue, 1UL << 32, 1UL << 40, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue];

    private static readonly string[] Values =
    [
        "null", "true", "{}", "[]", "[[]]", "\"\"", "\"x\"", "\"\\ud800\"", "\"F64\"", "0", "-1", "1e999", "1.5", "2147483647", "9223372036854775807",
        "99999999999999999999", "16777216", "-9e18", "NaN", "-Infinity", "[0,0]", "[1]", "{\"a\":1}", "{\"a\":1,\"a\":2}", Nested(40), Nested(10_000),
    ];

    /// <param name="random">Where chance comes from.</param>
    /// <param name="original">A sound file.</param>
    /// <param name="header">How many bytes of it may be damaged.</param>
    public static byte[] Of(Random random, byte[] original, int header)
    {
        var bytes = original.ToArray();
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(header)];
            case 1:
                for (var count = random.Next(1, 9); count > 0; count--) bytes[random.Next(header)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                var start = random.Next(header);
                random.NextBytes(bytes.AsSpan(start, Math.Min(random.Next(1, 17), header - start)));
                return bytes;
            case 3:
                var number = BitConverter.GetBytes(Numbers[random.Next(Numbers.Length)]);
                var at = random.Next(header);
                number.AsSpan(0, Math.Min(random.Next(2) == 0 ? 4 : 8, header - at)).CopyTo(bytes.AsSpan(at));
                return bytes;
            case 4:
                return WithMember(random, bytes, header, (_, colon, end) => [.. bytes[..(colon + 1)], .. Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]), .. bytes[end..]]);
            default:
                return WithMember(random, bytes, header, (key, _, end) => [.. bytes[..end], (byte)',', .. bytes[key..]]);
        }
    }

    /// <summary>Where the bytes are JSON: finds the places of a member's key, of the colon behind it and of the end of its value.</summary>
    private static byte[] WithMember(Random random, byte[] bytes, int header, Func<int, int, int, byte[]> change)
    {
        var colon = Array.IndexOf(bytes, (byte)':', random.Next(header));
        if (colon < 0 || colon >= header) return bytes[..random.Next(header)];
        var end = colon + 1;
        while (end < header && bytes[end] is not ((byte)',' or (byte)'}')) end++;
        var quote = bytes.AsSpan(0, colon).LastIndexOf((byte)'"');
        var key = quote < 0 ? colon : Math.Max(0, bytes.AsSpan(0, quote).LastIndexOf((byte)'"'));
        return change(key, colon, end);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
