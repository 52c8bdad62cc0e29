namespace Fulcrum.Models.Tokenization.PreTokenizers;

/// <summary>Cuts pieces at the matches of a pattern.</summary>
/// <param name="pattern">Matches what texts are cut at.</param>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="invert">Whether what lies between the matches counts as matched, and the matches do not.</param>
internal sealed class Split(ISplitPattern pattern, SplitBehavior behavior, bool invert = false) : IPieceStage
{
    public void Apply(in Piece piece, PieceList output)
    {
        output.Matches.Clear();
        pattern.FindMatches(piece.Span, output.Matches);
        var cutter = new Cutter(piece, output, behavior);
        var position = 0;
        foreach (var match in output.Matches)
        {
            cutter.Add(new(position, match.Start), invert);
            cutter.Add(match, !invert);
            position = match.End;
        }

        cutter.Add(new(position, piece.Length), invert);
        cutter.Flush();
    }

    /// <summary>Joins the ranges that belong together and emits each joined piece once the next one begins.</summary>
    private ref struct Cutter(Piece piece, PieceList output, SplitBehavior behavior)
    {
        private TextRange _pending;
        private bool _pendingIsMatch;

        public void Add(TextRange range, bool isMatch)
        {
            if (range.Start == range.End) return;
            if (behavior == SplitBehavior.Removed && isMatch)
            {
                Flush();
                return;
            }

            var joins = _pending.End > _pending.Start && behavior switch
            {
                SplitBehavior.MergedWithPrevious => isMatch && !_pendingIsMatch,
                SplitBehavior.MergedWithNext => !isMatch && _pendingIsMatch,
                SplitBehavior.Contiguous => isMatch == _pendingIsMatch,
                _ => false,
            };
            if (!joins) Flush();
            _pending = joins ? new(_pending.Start, range.End) : range;
            _pendingIsMatch = isMatch;
        }

        public void Flush()
        {
            output.Add(piece.Slice(_pending));
            _pending = default;
        }
    }
}
