using System.Text;

namespace Fulcrum.Data.Cleaning;

/// <summary>Bytes to text, whatever they turn out to be: a byte order mark decides, else UTF-8, and lines that are not UTF-8 are Windows-1252.</summary>
internal static class TextDecoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    // UTF-32 little endian begins with the mark of UTF-16 little endian, so it is asked first.
    private static readonly Encoding[] Marked = [Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>The text without a byte order mark, and how many of its lines were read as Windows-1252.</summary>
    public static (string Text, int FallbackLines) Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (var encoding in Marked)
        {
            if (!bytes.StartsWith(encoding.Preamble)) continue;
            bytes = bytes[encoding.Preamble.Length..];
            if (encoding != Encoding.UTF8) return (encoding.GetString(bytes), 0);
            break;
        }

        return System.Text.Unicode.Utf8.IsValid(bytes) ? (StrictUtf8.GetString(bytes), 0) : DecodeByLine(bytes);
    }

    private static (string Text, int FallbackLines) DecodeByLine(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        var fallbackLines = 0;
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..(end + 1)];
            bytes = bytes[line.Length..];
            var valid = System.Text.Unicode.Utf8.IsValid(line);
            if (!valid) fallbackLines++;
            text.Append((valid ? StrictUtf8 : Windows1252).GetString(line));
        }

        return (text.ToString(), fallbackLines);
    }
}
