namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>Cuts white space off the ends of a piece.</summary>
internal sealed class Trimming(bool left, bool right) : IPieceStage
{
    public void Apply(in Piece piece, PieceList output)
    {
        var text = piece.Span;
        var start = left ? text.Length - text.TrimStart().Length : 0;
        var end = right ? text.TrimEnd().Length : text.Length;
        output.Add(piece.Slice(new(start, Math.Max(start, end))));
    }
}
