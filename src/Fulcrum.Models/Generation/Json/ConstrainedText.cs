using Fulcrum.Models.Generation.Json.Languages;

namespace Fulcrum.Models.Generation.Json;

/// <summary>A text under a constraint, as it is written.</summary>
/// <param name="trie">The tokens by their bytes.</param>
/// <param name="masks">Which of them may come next.</param>
/// <param name="start">All that may be written.</param>
/// <param name="maxTokens">Tokens within which it has to end.</param>
/// <param name="endTokens">Tokens that end it and are not text.</param>
internal sealed class ConstrainedText(TokenTrie trie, TokenMasks masks, RegularLanguage start, int maxTokens, IReadOnlyList<int> endTokens)
{
    private RegularLanguage _state = start;
    private int _remaining = maxTokens;

    /// <summary>Whether it is whole and nothing may follow.</summary>
    public bool IsFinished => _state is Constant { HasEmpty: true };

    /// <summary>Makes the tokens impossible that may not come next.</summary>
    public void Apply(Span<float> logits)
    {
        Span<float> ends = stackalloc float[endTokens.Count];
        for (var i = 0; i < ends.Length; i++) ends[i] = _state.HasEmpty ? logits[endTokens[i]] : float.NegativeInfinity;
        masks.After(_state, _remaining).Apply(logits);
        for (var i = 0; i < ends.Length; i++) logits[endTokens[i]] = ends[i];
    }

    /// <summary>Goes on by a token.</summary>
    public void Add(int token)
    {
        _remaining--;
        foreach (var value in trie.BytesOf(token)) _state = _state.After(value);
    }
}
