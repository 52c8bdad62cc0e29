using System.Collections.Concurrent;

namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>Remembers the tokens of short words: natural text repeats most of its words, and a look-up is far cheaper than the merges.</summary>
internal sealed class WordCache : ISubwordModel
{
    private const int LongestWord = 48;
    private const int Capacity = 1 << 16;
    private readonly ConcurrentDictionary<string, Token[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Token[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _count;

    public WordCache(ISubwordModel model)
    {
        Model = model;
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public ISubwordModel Model { get; }

    public int? UnknownId => Model.UnknownId;

    public void Tokenize(ReadOnlySpan<char> word, List<Token> tokens)
    {
        if (_lookup.TryGetValue(word, out var known))
        {
            tokens.AddRange(known.AsSpan());
            return;
        }

        var first = tokens.Count;
        Model.Tokenize(word, tokens);
        if (word.Length > LongestWord || _count >= Capacity) return;
        if (_words.TryAdd(word.ToString(), [.. tokens[first..]])) Interlocked.Increment(ref _count);
    }
}
