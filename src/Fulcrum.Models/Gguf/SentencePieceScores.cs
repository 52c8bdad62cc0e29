namespace Fulcrum.Models.Gguf;

/// <summary>Turns the ranked merges of a <c>tokenizer.json</c> back into SentencePiece's scores, from which they once came.</summary>
/// <remarks>
/// transformers: convert_slow_tokenizer.py, <c>generate_merges</c>. It lists every way to put a token together from two
/// others, the tokens with the best scores first.
/// </remarks>
internal static class SentencePieceScores
{
    /// <summary>For each token the negative rank of its first merge, 0 for those that no merge makes; null where scores cannot say what the merges do.</summary>
    public static float[]? Of(string[] tokens, (string Left, string Right)[] merges)
    {
        var scores = new Dictionary<string, float>();
        var last = "";
        foreach (var (left, right) in merges)
        {
            if (left + right == last) continue;
            last = left + right;
            if (!scores.TryAdd(last, -scores.Count - 1)) return null; // its merges are not of one rank
        }

        var known = tokens.ToHashSet();
        var listed = merges.ToHashSet();
        var complete = scores.Keys.All(token => Enumerable.Range(1, token.Length - 1)
            .Select(at => (token[..at], token[at..]))
            .All(pair => listed.Contains(pair) || !known.Contains(pair.Item1) || !known.Contains(pair.Item2)));
        return complete ? [.. tokens.Select(token => scores.GetValueOrDefault(token))] : null;
    }
}
