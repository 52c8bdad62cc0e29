using System.Buffers;
using System.Text;

namespace Fulcrum.Data.Unicode;

/// <summary>
/// The one width in which texts are compared: half-width katakana, full-width letters and digits, and kana whose voice marks stand
/// apart are written as they usually are (NFKC of these alone). Other texts stay as they are, whatever NFKC would make of them.
/// </summary>
public static class WidthForm
{
    private const char FirstKana = '\u3041', LastKana = '\u30FF', FirstForm = '\uFF00', LastForm = '\uFFEF';
    private static readonly UnicodeNormalizer Nfkc = new(NormalizationForm.FormKC);

    private static readonly SearchValues<char> Odd = SearchValues.Create(
        [.. Enumerable.Range(FirstForm, LastForm - FirstForm + 1).Select(c => (char)c), '\u3099', '\u309A']);

    /// <summary>The text in the usual width; the same string where nothing is to be done.</summary>
    public static string Fold(string text)
    {
        if (!text.AsSpan().ContainsAny(Odd)) return text;
        var folded = new StringBuilder(text.Length);
        for (int start = 0, end; start < text.Length; start = end)
        {
            var folds = Folds(text[start]);
            for (end = start + 1; end < text.Length && Folds(text[end]) == folds; end++)
            {
            }

            folded.Append(folds ? Nfkc.Normalize(text[start..end]) : text[start..end]);
        }

        return folded.ToString();
    }

    private static bool Folds(char c) => c is (>= FirstKana and <= LastKana) or (>= FirstForm and <= LastForm);
}
