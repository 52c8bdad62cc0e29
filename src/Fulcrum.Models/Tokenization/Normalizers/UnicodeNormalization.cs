using System.Text;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>A normalization form of Unicode as a stage of a tokenizer.</summary>
internal sealed class UnicodeNormalization(NormalizationForm form) : TextTransformation
{
    private readonly UnicodeNormalizer _normalizer = new(form);

    protected override bool LeavesUnchanged(ReadOnlySpan<char> text) => _normalizer.IsNormalized(text);

    protected override void Transform(ReadOnlySpan<char> text, AlignedWriter writer)
    {
        foreach (var (rune, change) in _normalizer.Runes(text)) writer.Write(rune, change);
    }
}
