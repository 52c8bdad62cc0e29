namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>A stage that writes its piece anew, rune by rune.</summary>
internal abstract class TextTransformation : IPieceStage
{
    public void Apply(in Piece piece, PieceList output)
    {
        if (LeavesUnchanged(piece.Span))
        {
            output.Add(piece);
            return;
        }

        var target = output.Target;
        var start = target.Length;
        Transform(piece.Span, new AlignedWriter(piece, target));
        output.Add(new Piece(target, start, target.Length - start));
    }

    /// <summary>A quick check that spares plain text the rewriting; false when in doubt.</summary>
    protected virtual bool LeavesUnchanged(ReadOnlySpan<char> text) => false;

    protected abstract void Transform(ReadOnlySpan<char> text, AlignedWriter writer);
}
