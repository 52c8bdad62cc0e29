using System.Collections.Concurrent;
using System.Text;

namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>
/// Byte-pair encoding (Sennrich et al. 2016): begins with one token per character and joins neighbors in the order of the merges.
/// Characters that the vocabulary lacks become byte tokens, the unknown token, or nothing, as the model is set up.
/// </summary>
internal sealed class BytePairEncoding(Vocabulary vocabulary, MergeTable merges, bool fallsBackToBytes) : ISubwordModel
{
    // Unknown characters are written as their bytes, <0xE2>, where the vocabulary has them.
    private readonly int?[]? _byteTokens = fallsBackToBytes ? vocabulary.ByteTokens() : null;

    private readonly ConcurrentBag<SymbolChain> _chains = [];

    /// <inheritdoc />
    /// <remarks>Without one, unknown characters disappear.</remarks>
    public int? UnknownId { get; init; }

    /// <summary>Whether neighboring unknown characters are one unknown token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether a word that is in the vocabulary is its token, even if no merges lead there.</summary>
    public bool IgnoresMerges { get; init; }

    public void Tokenize(ReadOnlySpan<char> word, List<Token> tokens)
    {
        if (IgnoresMerges && vocabulary.Find(word) is { } whole)
        {
            tokens.Add(new(whole, 0, word.Length));
            return;
        }

        var first = tokens.Count;
        AddCharacters(word, tokens);
        if (tokens.Count - first < 2) return;
        if (!_chains.TryTake(out var chain)) chain = new();
        chain.Merge(tokens, first, merges);
        if (chain.IsWorthKeeping) _chains.Add(chain);
    }

    private void AddCharacters(ReadOnlySpan<char> word, List<Token> tokens)
    {
        Token? unknown = null;
        for (int start = 0, end; start < word.Length; start = end)
        {
            end = start + (char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1);
            if (vocabulary.Find(word[start..end]) is { } id)
            {
                AddUnknown();
                tokens.Add(new(id, start, end));
            }
            else if (!AddBytes(word[start..end], start, tokens) && UnknownId is { } unknownId)
            {
                if (unknown is { } before && FusesUnknown)
                {
                    unknown = before with { End = end };
                    continue;
                }

                AddUnknown();
                unknown = new(unknownId, start, end);
            }
        }

        AddUnknown();

        void AddUnknown()
        {
            if (unknown is { } token) tokens.Add(token);
            unknown = null;
        }
    }

    private bool AddBytes(ReadOnlySpan<char> character, int start, List<Token> tokens)
    {
        if (_byteTokens is null) return false;
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..Encoding.UTF8.GetBytes(character, bytes)];
        foreach (var value in bytes)
            if (_byteTokens[value] is null) return false;

        // All byte tokens of a character cover the whole of it.
        foreach (var value in bytes) tokens.Add(new(_byteTokens[value]!.Value, start, start + character.Length));
        return true;
    }
}
