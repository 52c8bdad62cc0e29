namespace Fulcrum.Models.Batching;

/// <summary>Batches of sequences of similar length, so that little work goes into padding.</summary>
public static class LengthBuckets
{
    /// <summary>Sorts by length and cuts into batches, the longest first: memory that suffices for the first suffices for all.</summary>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="rows">Sequences in a batch, at most.</param>
    /// <param name="tokens">Tokens in a batch with padding, at most; a longer sequence is a batch of its own.</param>
    /// <returns>Indices into <paramref name="lengths"/>, each once.</returns>
    public static IReadOnlyList<int[]> Create(IReadOnlyList<int> lengths, int rows, int tokens)
    {
        var sorted = Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i]).ToArray();
        var batches = new List<int[]>();
        for (var start = 0; start < sorted.Length; start += batches[^1].Length)
        {
            var fitting = Math.Clamp(tokens / Math.Max(1, lengths[sorted[start]]), 1, rows);
            batches.Add(sorted[start..Math.Min(sorted.Length, start + fitting)]);
        }

        return batches;
    }
}
