namespace Fulcrum.Models.Generation.Json;

/// <summary>Which tokens may come next.</summary>
/// <param name="size">Number of token ids.</param>
internal sealed class TokenMask(int size)
{
    private readonly ulong[] _allowed = new ulong[(size + 63) / 64];

    /// <summary>After whichever of them, so many tokens suffice to come to an end.</summary>
    public int TokensToClose { get; private set; }

    /// <summary>Adds tokens to those that are allowed.</summary>
    public void Allow(ReadOnlySpan<int> tokens, int tokensToClose)
    {
        foreach (var token in tokens) _allowed[token / 64] |= 1UL << (token % 64);
        TokensToClose = Math.Max(TokensToClose, tokensToClose);
    }

    /// <summary>Makes all other tokens impossible.</summary>
    public void Apply(Span<float> logits)
    {
        for (var token = 0; token < logits.Length; token++)
        {
            if (token >= size || (_allowed[token / 64] >> (token % 64) & 1) == 0) logits[token] = float.NegativeInfinity;
        }
    }
}
