namespace Fulcrum.Models.Batching;

/// <summary>The tokens that all sequences begin with, which a decoder then sees only once.</summary>
public static class SharedPrefix
{
    /// <summary>
    /// Length of the longest common prefix. Found on the tokens themselves, so it is exact however the tokenizer merges;
    /// at least one token of every sequence is left over, because a sequence is read at its last token.
    /// </summary>
    /// <param name="sequences">Token ids; none empty.</param>
    public static int Length(IReadOnlyList<int[]> sequences)
    {
        if (sequences.Count < 2) return 0;
        var first = sequences[0].AsSpan();
        var length = sequences.Min(sequence => sequence.Length) - 1;
        foreach (var sequence in sequences) length = Math.Min(length, first.CommonPrefixLength(sequence));
        return length;
    }
}
