namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>WordPiece: takes the longest token that fits, again and again; a word that cannot be covered is one unknown token (Devlin et al. 2019).</summary>
internal sealed class WordPiece(Vocabulary vocabulary, int unknownId, string continuationPrefix, int longestWord) : ISubwordModel
{
    public int? UnknownId => unknownId;

    public void Tokenize(ReadOnlySpan<char> word, List<Token> tokens)
    {
        var first = tokens.Count;
        if (CountRunes(word) <= longestWord && Cover(word, tokens)) return;
        tokens.RemoveRange(first, tokens.Count - first);
        tokens.Add(new(unknownId, 0, word.Length));
    }

    private bool Cover(ReadOnlySpan<char> word, List<Token> tokens)
    {
        Span<char> buffer = new char[continuationPrefix.Length + word.Length];
        continuationPrefix.CopyTo(buffer);
        for (int start = 0, end; start < word.Length; start = end)
        {
            int? id = null;
            for (end = word.Length; end > start; end--)
            {
                if (char.IsLowSurrogate(word[end - 1]) is false || end == word.Length || !char.IsLowSurrogate(word[end]))
                    id = Find(word[start..end], start > 0, buffer);
                if (id is not null) break;
            }

            if (id is null) return false;
            tokens.Add(new(id.Value, start, end));
        }

        return true;
    }

    private int? Find(ReadOnlySpan<char> part, bool continues, Span<char> buffer)
    {
        if (!continues) return vocabulary.Find(part);
        part.CopyTo(buffer[continuationPrefix.Length..]);
        return vocabulary.Find(buffer[..(continuationPrefix.Length + part.Length)]);
    }

    private static int CountRunes(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var _ in word.EnumerateRunes()) count++;
        return count;
    }
}
