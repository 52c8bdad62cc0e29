using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Data.Labels;

/// <summary>The form in which labels are compared: two labels that differ only in how they are written have the same one.</summary>
public static partial class LabelForm
{
    private static readonly UnicodeNormalizer Nfkc = new(NormalizationForm.FormKC);

    /// <summary>
    /// Lower case, NFKC, without zero-width and other format characters, white space trimmed and each run of it one space.
    /// A whole number written as a fraction is the whole number: <c>1.0</c> is <c>1</c>. <c>1.10</c> stays: it may be a section.
    /// </summary>
    public static string Fold(string label)
    {
        var folded = new StringBuilder(label.Length);
        var gap = false;
        foreach (var rune in Nfkc.Normalize(label).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format) continue;
            if (Rune.IsWhiteSpace(rune))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap) folded.Append(' ');
            gap = false;
            folded.Append(Rune.ToLowerInvariant(rune));
        }

        var form = folded.ToString();
        return WholeNumber().Match(form) is { Success: true } number ? number.Groups[1].Value : form;
    }

    [GeneratedRegex(@"^\+?(-?(?:0|[1-9][0-9]*))(?:\.0+)?\z")]
    private static partial Regex WholeNumber();
}
