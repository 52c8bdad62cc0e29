namespace Fulcrum.Models.Gguf;

/// <summary>
/// The merges of a SentencePiece byte-pair encoding, whose file has scores instead: every way to put a token together from two
/// others, the highest score first (Hugging Face transformers: <c>convert_slow_tokenizer.generate_merges</c>).
/// </summary>
internal static class GgufMerges
{
    public static IEnumerable<(string Left, string Right)> FromScores(GgufTokenizerMetadata metadata)
    {
        var scores = metadata.Scores;
        var idOf = new Dictionary<string, int>(metadata.Tokens.Count, StringComparer.Ordinal);
        foreach (var (id, token) in metadata.Tokens.Index()) idOf.TryAdd(token, id);
        var ids = idOf.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<(string Left, string Right, double Score)>();
        foreach (var (id, token) in metadata.Tokens.Index())
        {
            if (!IsText(id)) continue;
            for (var cut = 1; cut < token.Length; cut++)
            {
                if (!ids.TryGetValue(token.AsSpan(0, cut), out var left) || !ids.TryGetValue(token.AsSpan(cut), out var right)) continue;
                if (IsText(left) && IsText(right)) merges.Add((metadata.Tokens[left], metadata.Tokens[right], scores[id]));
            }
        }

        return merges
            .OrderByDescending(merge => merge.Score)
            .ThenByDescending(merge => merge.Left.Length)
            .ThenByDescending(merge => merge.Right.Length)
            .Select(merge => (merge.Left, merge.Right));

        // Neither markup nor <0x0A> is made of other tokens.
        bool IsText(int id) => metadata.Type(id) is GgufTokenType.Normal or GgufTokenType.UserDefined or GgufTokenType.Undefined;
    }
}
