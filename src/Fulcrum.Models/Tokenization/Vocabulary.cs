namespace Fulcrum.Models.Tokenization;

/// <summary>Tokens and their ids, both ways.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string?[] _tokens;

    /// <exception cref="NotSupportedException">An id is negative or far above the number of tokens.</exception>
    public Vocabulary(IReadOnlyCollection<KeyValuePair<string, int>> tokens)
    {
        var limit = 2L * tokens.Count + 4096;
        _ids = new(tokens.Count, StringComparer.Ordinal);
        _tokens = new string?[tokens.Count == 0 ? 0 : Math.Max(0, Math.Min(limit, tokens.Max(token => token.Value) + 1L))];
        foreach (var (token, id) in tokens)
        {
            if (id < 0 || id >= limit) throw new NotSupportedException($"the id {id} of the token \"{token}\" in a vocabulary of {tokens.Count}");
            _ids[token] = id;
            _tokens[id] = token;
        }

        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        LongestToken = tokens.Count == 0 ? 0 : tokens.Max(token => token.Key.Length);
    }

    /// <summary>The highest id plus one.</summary>
    public int IdLimit => _tokens.Length;

    public int Count => _ids.Count;

    /// <summary>Length of the longest token in UTF-16 units.</summary>
    public int LongestToken { get; }

    public int? Find(ReadOnlySpan<char> token) => _lookup.TryGetValue(token, out var id) ? id : null;

    public string? Token(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    /// <summary>The ids of the 256 byte tokens <c>&lt;0x00&gt;</c>; null where one is missing.</summary>
    public int?[] ByteTokens() => [.. Enumerable.Range(0, 256).Select(value => Find($"<0x{value:X2}>"))];
}
