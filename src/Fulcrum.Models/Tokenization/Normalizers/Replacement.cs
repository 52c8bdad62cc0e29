using Fulcrum.Models.Tokenization.PreTokenizers;

namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>Writes <paramref name="content"/> in place of each match; all of it comes from the last old rune of the match.</summary>
internal sealed class Replacement(ISplitPattern pattern, string content) : IPieceStage
{
    public void Apply(in Piece piece, PieceList output)
    {
        output.Matches.Clear();
        pattern.FindMatches(piece.Span, output.Matches);
        if (output.Matches.Count == 0)
        {
            output.Add(piece);
            return;
        }

        var target = output.Target;
        var start = target.Length;
        var position = 0;
        foreach (var match in output.Matches)
        {
            Copy(piece, position, match.Start, target);
            var origin = match.End == 0 ? default : piece.Text.Origin(piece.Start + match.End - 1);
            foreach (var unit in content) target.Append(unit, origin);
            position = match.End;
        }

        Copy(piece, position, piece.Length, target);
        output.Add(new Piece(target, start, target.Length - start));
    }

    private static void Copy(in Piece piece, int from, int to, AlignedText target)
    {
        var text = piece.Span;
        for (var i = from; i < to; i++) target.Append(text[i], piece.Text.Origin(piece.Start + i));
    }
}
