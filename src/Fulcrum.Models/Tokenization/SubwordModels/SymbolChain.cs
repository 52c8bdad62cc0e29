using System.Runtime.InteropServices;

namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>
/// The tokens of one word, linked so that two neighbors join in constant time. The earliest merge goes first, the leftmost among
/// equals, in O(n log n). Buffers are reused from word to word.
/// </summary>
internal sealed class SymbolChain
{
    private const int LargestKept = 1 << 21;
    private const int Gone = -1;
    private readonly PriorityQueue<(int Left, int LeftId, int RightId, int Id), (int Rank, int Position)> _queue = new();
    private (int Previous, int Next)[] _links = [];

    /// <summary>True if the buffers are small enough to keep for the next word.</summary>
    public bool IsWorthKeeping => _links.Length <= LargestKept;

    /// <summary>Joins tokens until no merge applies and leaves what remains in the list.</summary>
    /// <param name="tokens">Ends with the tokens of the word.</param>
    /// <param name="first">The first token of the word.</param>
    /// <param name="merges">Which pairs join, the earlier ones first.</param>
    public void Merge(List<Token> tokens, int first, MergeTable merges)
    {
        var symbols = CollectionsMarshal.AsSpan(tokens)[first..];
        if (_links.Length < symbols.Length) _links = new (int, int)[Math.Max(symbols.Length, 2 * _links.Length)];
        var links = _links.AsSpan(0, symbols.Length);
        for (var i = 0; i < links.Length; i++) links[i] = (i - 1, i + 1);
        for (var i = 0; i < links.Length; i++) Enqueue(i, symbols, merges);
        while (_queue.TryDequeue(out var candidate, out _))
        {
            var left = candidate.Left;
            var right = links[left].Next;

            // Either neighbor may have joined another meanwhile.
            if (right == Gone || right >= links.Length || symbols[left].Id != candidate.LeftId || symbols[right].Id != candidate.RightId) continue;
            symbols[left] = new(candidate.Id, symbols[left].Start, symbols[right].End);
            links[left].Next = links[right].Next;
            links[right].Next = Gone;
            if (links[left].Next < links.Length) links[links[left].Next].Previous = left;
            Enqueue(left, symbols, merges);
            if (links[left].Previous >= 0) Enqueue(links[left].Previous, symbols, merges);
        }

        var written = 0;
        for (var i = 0; i < links.Length; i = links[i].Next) symbols[written++] = symbols[i];
        CollectionsMarshal.SetCount(tokens, first + written);
    }

    private void Enqueue(int left, ReadOnlySpan<Token> symbols, MergeTable merges)
    {
        var right = _links[left].Next;
        if (right < symbols.Length && merges.TryGet(symbols[left].Id, symbols[right].Id, out var merge))
            _queue.Enqueue((left, symbols[left].Id, symbols[right].Id, merge.Id), (merge.Rank, left));
    }
}
