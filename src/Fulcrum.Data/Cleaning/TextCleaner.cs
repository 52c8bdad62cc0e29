namespace Fulcrum.Data.Cleaning;

/// <summary>Line ends become LF; NUL characters and byte order marks go.</summary>
internal static class TextCleaner
{
    public static string Clean(string text) =>
        text.AsSpan().ContainsAny('\r', '\0', '\uFEFF')
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
                .Replace("\0", "", StringComparison.Ordinal).Replace("\uFEFF", "", StringComparison.Ordinal)
            : text;
}
