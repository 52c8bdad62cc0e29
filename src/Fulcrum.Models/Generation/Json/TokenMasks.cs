using Fulcrum.Models.Generation.Json.Languages;

namespace Fulcrum.Models.Generation.Json;

/// <summary>
/// The tokens that may come next in each state of a text, kept for when the state returns, and how many tokens a text needs
/// to come to an end: those of its shortest ending. A token is allowed only where its text can still end in time.
/// </summary>
internal sealed class TokenMasks(TokenTrie trie)
{
    /// <summary>The text cannot be written with these tokens.</summary>
    public const int Never = int.MaxValue;

    /// <summary>Masks kept, at most: texts that are counted have a state per character.</summary>
    private const int Kept = 1024;

    private readonly Dictionary<RegularLanguage, TokenMask> _masks = [];
    private readonly Dictionary<RegularLanguage, int> _tokensToClose = [];

    /// <summary>The tokens that may come next.</summary>
    /// <param name="state">What may follow the text so far.</param>
    /// <param name="remaining">Tokens that may be written, at least <see cref="TokensToClose"/>.</param>
    public TokenMask After(RegularLanguage state, int remaining)
    {
        if (!_masks.TryGetValue(state, out var mask))
        {
            if (_masks.Count == Kept) _masks.Clear();
            _masks[state] = mask = Find(state, Never);
        }

        return mask.TokensToClose < remaining ? mask : Find(state, remaining);
    }

    /// <summary>How many tokens the shortest ending takes; <see cref="Never"/> where they cannot write it.</summary>
    /// <remarks>The ending is the shortest in bytes. After each of its tokens it is still the shortest, so a text that can end in so many tokens can be led there.</remarks>
    public int TokensToClose(RegularLanguage state)
    {
        if (_tokensToClose.TryGetValue(state, out var known)) return known;
        var (states, bytes) = (new List<RegularLanguage> { state }, new List<byte>());
        while (!states[^1].HasEmpty)
        {
            var (value, rest) = states[^1].ShortestStep();
            bytes.Add(value);
            states.Add(rest);
        }

        _tokensToClose[states[^1]] = 0;
        for (var at = bytes.Count - 1; at >= 0; at--)
        {
            if (_tokensToClose.ContainsKey(states[at])) continue;
            var least = trie.PrefixesOf(bytes, at).Select(length => _tokensToClose[states[at + length]]).DefaultIfEmpty(Never).Min();
            _tokensToClose[states[at]] = least == Never ? Never : least + 1;
        }

        return _tokensToClose[state];
    }

    private TokenMask Find(RegularLanguage state, int remaining)
    {
        var mask = new TokenMask(trie.IdLimit);
        trie.Walk(state, (tokens, rest) =>
        {
            var needed = TokensToClose(rest);
            if (needed < remaining) mask.Allow(tokens, needed);
        });
        return mask;
    }
}
