using System.Runtime.InteropServices;

namespace Fulcrum.Models.Tokenization.Training;

/// <summary>
/// Joins the most frequent pair of neighboring tokens, again and again. Counts are kept up to date from the words that change; the
/// queue holds old counts, which are corrected when they come up. Among equal counts the pair of lower ids goes first.
/// </summary>
internal sealed class PairMerger
{
    private readonly List<string> _vocabulary;
    private readonly Dictionary<string, int> _ids;
    private readonly List<TrainingWord> _words = [];
    private readonly Dictionary<(int Left, int Right), long> _pairCounts = [];
    private readonly Dictionary<(int Left, int Right), List<int>> _newPlaces = [];
    private readonly PriorityQueue<(long Count, List<int> Places), (long MinusCount, int Left, int Right)> _queue = new();

    /// <param name="vocabulary">Grows by one token per merge.</param>
    /// <param name="wordCounts">How often each word occurs.</param>
    /// <param name="cancellationToken">Looked at for each word.</param>
    public PairMerger(List<string> vocabulary, Dictionary<string, int> wordCounts, CancellationToken cancellationToken)
    {
        _vocabulary = vocabulary;
        _ids = vocabulary.Index().ToDictionary(token => token.Item, token => token.Index, StringComparer.Ordinal);
        foreach (var (word, count) in wordCounts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var symbols = word.Select(character => _ids[character.ToString()]).ToArray();
            for (var i = 0; i + 1 < symbols.Length; i++) Change((symbols[i], symbols[i + 1]), count, _words.Count);
            _words.Add(new(symbols, count));
        }

        EnqueueNew();
    }

    /// <summary>The merges so far, in order.</summary>
    public List<(string Left, string Right)> Merges { get; } = [];

    /// <summary>Joins the most frequent pair; false if no pair is left.</summary>
    public bool MergeNext()
    {
        while (_queue.TryDequeue(out var entry, out var priority))
        {
            var pair = (priority.Left, priority.Right);
            var count = _pairCounts[pair];
            if (count != entry.Count)
            {
                _queue.Enqueue((count, entry.Places), (-count, pair.Left, pair.Right));
                continue;
            }

            if (count < 1) return false;
            Join(pair, entry.Places);
            return true;
        }

        return false;
    }

    private void Join((int Left, int Right) pair, List<int> places)
    {
        var (left, right) = (_vocabulary[pair.Left], _vocabulary[pair.Right]);
        Merges.Add((left, right));

        // Two different merges may spell the same token.
        if (!_ids.TryGetValue(left + right, out var joined))
        {
            joined = _vocabulary.Count;
            _vocabulary.Add(left + right);
            _ids.Add(left + right, joined);
        }

        foreach (var place in places)
        {
            var word = _words[place];
            word.Join(pair, joined, (changed, sign) => Change(changed, sign * (long)word.Count, place));
        }

        EnqueueNew();
    }

    private void Change((int Left, int Right) pair, long change, int place)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_pairCounts, pair, out _) += change;
        if (change < 0) return;
        ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_newPlaces, pair, out _);
        places ??= [];
        if (places.Count == 0 || places[^1] != place) places.Add(place);
    }

    private void EnqueueNew()
    {
        foreach (var (pair, places) in _newPlaces)
            if (_pairCounts[pair] is var count and > 0) _queue.Enqueue((count, places), (-count, pair.Left, pair.Right));
        _newPlaces.Clear();
    }
}
