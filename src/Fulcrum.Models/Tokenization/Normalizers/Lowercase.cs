using System.Text;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>Unicode's lower case of each rune on its own (no final-sigma rule).</summary>
internal sealed class Lowercase : TextTransformation
{
    private static readonly Rune DottedCapitalI = new(0x130);

    protected override void Transform(ReadOnlySpan<char> text, AlignedWriter writer)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == DottedCapitalI)
            {
                // The only rune whose lower case is two.
                writer.Write(new Rune('i'));
                writer.Write(new Rune('\u0307'), 1);
            }
            else
            {
                writer.Write(Rune.ToLowerInvariant(rune));
            }
        }
    }
}
