using System.Globalization;
using System.Text;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>BERT's <c>clean_text</c>: control characters, NUL and U+FFFD disappear, every white space becomes a blank.</summary>
internal sealed class BertCleaning : TextTransformation
{
    protected override void Transform(ReadOnlySpan<char> text, AlignedWriter writer)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) && !IsControl(rune)) writer.Write(new Rune(' '));
            else if (rune.Value is 0 or 0xFFFD || IsControl(rune)) writer.Skip();
            else writer.Write(rune);
        }
    }

    private static bool IsControl(Rune rune) =>
        rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;
}
