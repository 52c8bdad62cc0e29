using System.Text;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>Drops the runes that do not satisfy a predicate.</summary>
internal sealed class RuneFilter(Predicate<Rune> keep) : TextTransformation
{
    protected override void Transform(ReadOnlySpan<char> text, AlignedWriter writer)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (keep(rune)) writer.Write(rune);
            else writer.Skip();
        }
    }
}
