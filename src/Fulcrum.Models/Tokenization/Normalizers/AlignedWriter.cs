using System.Text;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>
/// Writes the new form of a piece while walking over its old form, and keeps the alignment by the rules of Hugging Face
/// tokenizers' <c>NormalizedString::transform</c>.
/// </summary>
internal ref struct AlignedWriter(Piece source, AlignedText target)
{
    private readonly int _start = target.Length;
    private int _position;

    public readonly bool HasWritten => target.Length > _start;

    /// <summary>Writes a rune in place of the next old one.</summary>
    /// <param name="rune">The new rune.</param>
    /// <param name="change">
    /// 0: replaces one old rune; 1: is inserted and shares the origin of the old rune before; -n: n further old runes disappear after it.
    /// </param>
    public void Write(Rune rune, int change = 0)
    {
        if (change > 0)
        {
            target.Append(rune, _position == 0 ? default : source.Text.Origin(source.Start + _position - 1));
            return;
        }

        target.Append(rune, source.Text.Origin(source.Start + _position));
        Skip();
        for (; change < 0; change++) Skip();
    }

    /// <summary>Passes over one old rune without writing anything.</summary>
    public void Skip()
    {
        if (_position == source.Length) return;
        Rune.DecodeFromUtf16(source.Span[_position..], out _, out var length);
        _position += length;
    }
}
