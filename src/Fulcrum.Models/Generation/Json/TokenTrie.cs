using System.Runtime.CompilerServices;
using Fulcrum.Models.Generation.Json.Languages;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.Generation.Json;

/// <summary>The bytes of all tokens of a vocabulary as a tree, so that tokens that begin alike are looked at together.</summary>
internal sealed class TokenTrie
{
    private static readonly ConditionalWeakTable<Tokenizer, TokenTrie> Made = [];

    // A node is followed by those below it: its subtree ends where its next sibling begins.
    private readonly List<byte> _values = [];
    private readonly List<int> _ends = [];
    private readonly List<int[]> _tokens = [];
    private readonly byte[][] _bytes;

    private TokenTrie(Tokenizer tokenizer)
    {
        _bytes = [.. Enumerable.Range(0, tokenizer.IdLimit).Select(tokenizer.TokenBytes)];
        var sorted = _bytes.Index().Where(token => token.Item.Length > 0).ToArray();
        Array.Sort(sorted, (a, b) => a.Item.AsSpan().SequenceCompareTo(b.Item));
        Add(sorted, depth: 0);
    }

    /// <summary>The highest token id plus one.</summary>
    public int IdLimit => _bytes.Length;

    /// <summary>The tree of a tokenizer, made once.</summary>
    public static TokenTrie Of(Tokenizer tokenizer) => Made.GetValue(tokenizer, key => new TokenTrie(key));

    /// <summary>What a token adds to a text.</summary>
    public ReadOnlySpan<byte> BytesOf(int token) => _bytes[token];

    /// <summary>Finds every token whose bytes a text may go on with, and what may follow it.</summary>
    /// <param name="state">What may follow the text so far.</param>
    /// <param name="found">Is told the tokens of the same bytes and what may follow them.</param>
    public void Walk(RegularLanguage state, Action<int[], RegularLanguage> found) => Walk(state, 0, _values.Count, found);

    /// <summary>How many bytes of a text each token covers that it begins with.</summary>
    public IEnumerable<int> PrefixesOf(IReadOnlyList<byte> text, int start)
    {
        var (node, limit) = (0, _values.Count);
        for (var at = start; at < text.Count; at++)
        {
            while (node < limit && _values[node] != text[at]) node = _ends[node];
            if (node == limit) yield break;
            if (_tokens[node].Length > 0) yield return at + 1 - start;
            (node, limit) = (node + 1, _ends[node]);
        }
    }

    private void Walk(RegularLanguage state, int first, int limit, Action<int[], RegularLanguage> found)
    {
        for (var node = first; node < limit; node = _ends[node])
        {
            var rest = state.After(_values[node]);
            if (rest.Shortest == RegularLanguage.Endless) continue;
            if (_tokens[node].Length > 0) found(_tokens[node], rest);
            Walk(rest, node + 1, _ends[node], found);
        }
    }

    /// <summary>Adds the nodes below the one that these tokens have in common.</summary>
    private void Add(ReadOnlySpan<(int Id, byte[] Bytes)> sorted, int depth)
    {
        while (sorted.Length > 0)
        {
            var value = sorted[0].Bytes[depth];
            var (alike, whole) = (0, 0);
            while (alike < sorted.Length && sorted[alike].Bytes[depth] == value)
            {
                if (sorted[alike].Bytes.Length == depth + 1) whole++;
                alike++;
            }

            var node = _values.Count;
            _values.Add(value);
            _ends.Add(0);
            _tokens.Add(Ids(sorted[..whole]));
            Add(sorted[whole..alike], depth + 1);
            _ends[node] = _values.Count;
            sorted = sorted[alike..];
        }
    }

    private static int[] Ids(ReadOnlySpan<(int Id, byte[] Bytes)> tokens)
    {
        if (tokens.IsEmpty) return [];
        var ids = new int[tokens.Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = tokens[i].Id;
        return ids;
    }
}
