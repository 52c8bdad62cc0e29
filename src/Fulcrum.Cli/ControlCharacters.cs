using System.Globalization;
using System.Text;

namespace Fulcrum.Cli;

/// <summary>
/// Makes visible what a terminal would obey: text of data, models and servers may hold sequences that move the cursor, write
/// the clipboard or turn the direction of reading.
/// </summary>
internal static class ControlCharacters
{
    /// <summary>
    /// The text with control characters (C0 and C1 but line ends and tabs) and the characters that override or isolate a
    /// direction of reading (Unicode Standard Annex 9) as JSON escapes them, e.g. <c>\u001b</c>: what was valid JSON stays so.
    /// </summary>
    public static string Show(string text)
    {
        if (!NeedsShowing(text)) return text;
        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsHarmless(text, i)) shown.Append(text[i]);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
        }

        return shown.ToString();
    }

    private static bool NeedsShowing(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsHarmless(text, i)) return true;
        }

        return false;
    }

    private static bool IsHarmless(string text, int index) => text[index] switch
    {
        '\n' or '\t' => true,
        '\r' => index + 1 < text.Length && text[index + 1] == '\n',
        >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' => false,
        var character => !char.IsControl(character),
    };
}
