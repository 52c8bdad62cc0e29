using System.Globalization;
using System.Text;

namespace Fulcrum.Web.Charts;

/// <summary>Estimates how wide a text is in an unknown sans-serif font: on the generous side, so that labels do not collide.</summary>
internal static class TextWidth
{
    /// <summary>In units of the font size times <paramref name="fontSize"/>.</summary>
    public static double Of(string text, double fontSize) => text.EnumerateRunes().Sum(Em) * fontSize;

    /// <summary>The text, cut at the end with an ellipsis where it is wider than allowed; never inside a character.</summary>
    public static string Fit(string text, double fontSize, double allowed)
    {
        if (Of(text, fontSize) <= allowed) return text;
        var kept = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && Of($"{kept}{elements.GetTextElement()}…", fontSize) <= allowed) kept.Append(elements.GetTextElement());
        return kept.ToString().TrimEnd() + '…';
    }

    private static double Em(Rune rune) => rune.Value switch
    {
        ' ' or 'i' or 'j' or 'l' or 't' or 'f' or 'r' or '.' or ',' or ':' or '-' or '\'' or '·' => 0.42,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.98,
        < 0x80 => Rune.IsUpper(rune) ? 0.72 : 0.62,
        < 0x1100 => 0.7,
        _ => 1.1,
    };
}
