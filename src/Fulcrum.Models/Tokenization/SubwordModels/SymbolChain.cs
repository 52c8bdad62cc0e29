namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>
/// The tokens of one word from <paramref name="first"/> on, linked so that two neighbours join in constant time. The earliest merge
/// goes first, the leftmost among equals, in O(n log n).
/// </summary>
internal sealed class SymbolChain(List<Token> tokens, int first)
{
    private readonly int[] _next = [.. Enumerable.Range(1, tokens.Count - first)];
    private readonly int[] _previous = [.. Enumerable.Range(-1, tokens.Count - first)];
    private readonly bool[] _isGone = new bool[tokens.Count - first];
    private readonly PriorityQueue<(int Left, int LeftId, int RightId, int Id), (int Rank, int Position)> _queue = new();

    /// <summary>Joins until no merge applies and leaves what remains in the list.</summary>
    public void Merge(MergeTable merges)
    {
        var count = _next.Length;
        for (var i = 0; i + 1 < count; i++) Enqueue(i, merges);
        while (_queue.TryDequeue(out var candidate, out _))
        {
            var left = candidate.Left;
            var right = _next[left];

            // Either neighbour may have joined another meanwhile.
            if (_isGone[left] || right >= count || Id(left) != candidate.LeftId || Id(right) != candidate.RightId) continue;
            tokens[first + left] = new(candidate.Id, tokens[first + left].Start, tokens[first + right].End);
            _isGone[right] = true;
            _next[left] = _next[right];
            if (_next[left] < count) _previous[_next[left]] = left;
            Enqueue(left, merges);
            if (_previous[left] >= 0) Enqueue(_previous[left], merges);
        }

        var written = first;
        for (var i = 0; i < count; i = _next[i]) tokens[written++] = tokens[first + i];
        tokens.RemoveRange(written, tokens.Count - written);
    }

    private int Id(int index) => tokens[first + index].Id;

    private void Enqueue(int left, MergeTable merges)
    {
        var right = _next[left];
        if (right < _next.Length && merges.TryGet(Id(left), Id(right), out var merge))
            _queue.Enqueue((left, Id(left), Id(right), merge.Id), (merge.Rank, left));
    }
}
