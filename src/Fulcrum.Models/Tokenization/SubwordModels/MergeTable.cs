namespace Fulcrum.Models.Tokenization.SubwordModels;

/// <summary>The merges of a byte-pair encoding: which two tokens become which third, and how early.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<ulong, (int Rank, int Id)> _merges = [];

    /// <exception cref="NotSupportedException">A merge names a token that the vocabulary lacks.</exception>
    public MergeTable(IEnumerable<(string Left, string Right)> merges, Vocabulary vocabulary)
    {
        foreach (var (rank, (left, right)) in merges.Index())
            _merges[Key(Id(left, vocabulary), Id(right, vocabulary))] = (rank, Id(left + right, vocabulary));
    }

    public bool TryGet(int left, int right, out (int Rank, int Id) merge) => _merges.TryGetValue(Key(left, right), out merge);

    private static ulong Key(int left, int right) => (ulong)(uint)left << 32 | (uint)right;

    private static int Id(string token, Vocabulary vocabulary) =>
        vocabulary.Find(token) ?? throw new NotSupportedException($"a merge that needs the token \"{token}\", which the vocabulary lacks");
}
