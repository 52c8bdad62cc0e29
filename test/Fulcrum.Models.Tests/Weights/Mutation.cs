using System.Text;

namespace Fulcrum.Models.Tests.Weights;

/// <summary>Damages the header of a file: cuts it off, flips bits, writes over bytes, puts other values where values stand.</summary>
internal static class Mutation
{
    private static readonly ulong[] Numbers =
        [0, 1, 2, 0x7f, 0xff, int.MaxValue, uint.MaxValue, 1UL << 32, 1UL << 40, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue];

    private static readonly string[] Values =
    [
        "null", "true", "{}", "[]", "[[]]", "\"\"", "\"x\"", "\"\\ud800\"", "\"F64\"", "0", "-1", "1e999", "1.5", "2147483647", "9223372036854775807",
        "99999999999999999999", "[0,0]", "[1]", "{\"a\":1}", "{\"a\":1,\"a\":2}",
    ];

    /// <param name="random">Where chance comes from.</param>
    /// <param name="original">A sound file.</param>
    /// <param name="header">How many bytes of it may be damaged.</param>
    public static byte[] Of(Random random, byte[] original, int header)
    {
        var bytes = original.ToArray();
        switch (random.Next(5))
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
            default:
                return WithOtherValue(random, bytes, header);
        }
    }

    /// <summary>Where the bytes are JSON: one value becomes another one, and what follows moves.</summary>
    private static byte[] WithOtherValue(Random random, byte[] bytes, int header)
    {
        var colon = Array.IndexOf(bytes, (byte)':', random.Next(header));
        if (colon < 0 || colon >= header) return bytes[..random.Next(header)];
        var end = colon + 1;
        while (end < header && bytes[end] is not ((byte)',' or (byte)'}')) end++;
        return [.. bytes[..(colon + 1)], .. Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]), .. bytes[end..]];
    }
}
