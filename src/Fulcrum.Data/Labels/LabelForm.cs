using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Data.Labels;

/// <summary>The form in which labels are compared: two labels that differ only in how they are written have the same one.</summary>
public static partial class LabelForm
{
    private static readonly UnicodeNormalizer Nfc = new(NormalizationForm.FormC);
    private static readonly UnicodeNormalizer Nfkc = new(NormalizationForm.FormKC);

    /// <summary>
    /// Lower case (<c>ß</c> is <c>ss</c>), NFKC, without zero-width and other invisible characters, white space trimmed and each
    /// run of it one space. A whole number written as a fraction is the whole number: <c>1.0</c> is <c>1</c>, <c>-0</c> is
    /// <c>0</c>. <c>1.10</c> stays: it may be a section.
    /// </summary>
    public static string Fold(string label)
    {
        var folded = new StringBuilder(label.Length);
        var gap = false;
        foreach (var rune in Nfkc.Normalize(label).EnumerateRunes())
        {
            if (InvisibleCharacters.Contains(rune)) continue;
            if (Rune.IsWhiteSpace(rune))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap) folded.Append(' ');
            gap = false;
            // By way of upper case, so that both small sigmas are one.
            var lower = Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
            if (lower.Value == 'ß') folded.Append("ss");
            else folded.Append(lower);
        }

        var form = folded.ToString();
        return WholeNumber().Match(form) is { Success: true } number ? (number.Groups[1].Value is "-0" ? "0" : number.Groups[1].Value) : form;
    }

    /// <summary>What somebody probably meant: the label that differs in its form alone, else the one with the smallest edit distance, if it is near.</summary>
    public static string? Nearest(string name, IReadOnlyCollection<string> labels)
    {
        var form = Fold(name);
        return labels.FirstOrDefault(label => Fold(label) == form) ?? NearestName.Find(name, labels);
    }

    /// <summary>
    /// The label as messages show it, so that forms that look alike can be told apart: invisible characters and odd white space
    /// are escapes (<c>spam\u200b</c>), and so is everything beyond ASCII in a label that is not in NFC (<c>bu\u0308ro</c>).
    /// </summary>
    public static string Show(string label)
    {
        var isComposed = Nfc.Normalize(label) == label;
        var shown = new StringBuilder(label.Length);
        foreach (var rune in label.EnumerateRunes())
        {
            var isPlain = rune.IsAscii ? !Rune.IsControl(rune) : isComposed && !InvisibleCharacters.Contains(rune) && !Rune.IsWhiteSpace(rune);
            if (isPlain) shown.Append(rune);
            else if (rune.IsBmp) shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else shown.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }

        return shown.ToString();
    }

    [GeneratedRegex(@"^\+?(-?(?:0|[1-9][0-9]*))(?:\.0+)?\z")]
    private static partial Regex WholeNumber();
}
