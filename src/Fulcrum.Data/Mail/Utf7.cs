using System.Text;

namespace Fulcrum.Data.Mail;

/// <summary>UTF-7 (RFC 2152), which .NET refuses to decode and old mails are written in.</summary>
internal static class Utf7
{
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>Whether a charset is UTF-7 under one of its names.</summary>
    public static bool Is(string charset) =>
        charset.EndsWith("UTF-7", StringComparison.OrdinalIgnoreCase) || charset.EndsWith("UTF7", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text; bytes that have no place in UTF-7 become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '+') text.Append(bytes[i] < 0x80 ? (char)bytes[i] : '\uFFFD');
            else if (i + 1 < bytes.Length && bytes[i + 1] == '-') text.Append((char)bytes[i++]);
            else i = Shifted(bytes, i + 1, text) - 1;
        }

        return text.ToString();
    }

    /// <summary>Reads UTF-16 in base64 from a position on; returns where it ends, behind the hyphen that may end it.</summary>
    private static int Shifted(ReadOnlySpan<byte> bytes, int position, StringBuilder text)
    {
        int bits = 0, count = 0;
        for (; position < bytes.Length && Base64.IndexOf((char)bytes[position], StringComparison.Ordinal) is >= 0 and var value; position++)
        {
            bits = ((bits << 6) | value) & 0x3FFFFF;
            count += 6;
            if (count < 16) continue;
            count -= 16;
            text.Append((char)((bits >> count) & 0xFFFF));
        }

        return position < bytes.Length && bytes[position] == '-' ? position + 1 : position;
    }
}
