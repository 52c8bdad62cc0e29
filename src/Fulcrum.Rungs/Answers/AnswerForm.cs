using System.Text;
using Fulcrum.Data.Labels;

namespace Fulcrum.Rungs.Answers;

/// <summary>
/// The form in which what a model wrote is compared with the answers: that of <see cref="LabelForm"/>, with underscores, hyphens
/// and spaces alike, <c>ß</c> as <c>ss</c>, <c>İ</c> as <c>i</c>, and without the backslashes of Markdown.
/// </summary>
internal static class AnswerForm
{
    public static string Fold(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '_' or '-' or (>= '\u2010' and <= '\u2015')) plain.Append(' ');
            else if (character is 'ß' or 'ẞ') plain.Append("ss");
            else if (character is '\u2019') plain.Append('\'');
            else if (character != '\\') plain.Append(character);
        }

        return LabelForm.Fold(plain.ToString()).Replace("i\u0307", "i", StringComparison.Ordinal).Replace('İ', 'i');
    }
}
