using System.Text;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>BERT's <c>handle_chinese_chars</c>: a blank on either side of each CJK ideograph.</summary>
internal sealed class CjkSpacing : TextTransformation
{
    protected override void Transform(ReadOnlySpan<char> text, AlignedWriter writer)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsIdeograph(rune.Value))
            {
                writer.Write(new Rune(' '));
                writer.Write(rune, 1);
                writer.Write(new Rune(' '), 1);
            }
            else
            {
                writer.Write(rune);
            }
        }
    }

    private static bool IsIdeograph(int value) => value
        is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF
        or >= 0x2A700 and <= 0x2B73F or >= 0x2B740 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF
        or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
}
