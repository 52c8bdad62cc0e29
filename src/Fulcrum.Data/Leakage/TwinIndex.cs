using System.Buffers;
using Fulcrum.Data.Duplicates;

namespace Fulcrum.Data.Leakage;

/// <summary>Finds the first example with the same text, or with the same normal form, of which a hash is kept.</summary>
internal sealed class TwinIndex
{
    private readonly Dictionary<string, Example> _exact = [];
    private readonly Dictionary<ulong, Example> _normalized = [];

    public TwinIndex(IReadOnlyList<Example> examples)
    {
        foreach (var example in examples)
        {
            // A copy has the normal form of the first of its kind.
            if (_exact.TryAdd(example.Text, example) && HashOfNormal(example.Text) is { } hash) _normalized.TryAdd(hash, example);
        }
    }

    /// <summary>The first example with this text.</summary>
    public Example? FindExact(string text) => _exact.GetValueOrDefault(text);

    /// <summary>The first example with the normal form of this text; none where that is empty, which says nothing.</summary>
    public Example? FindNormalized(string text) =>
        HashOfNormal(text) is { } hash && _normalized.GetValueOrDefault(hash) is { } twin && TextNormalizer.Normalize(twin.Text) == TextNormalizer.Normalize(text)
            ? twin
            : null;

    private static ulong? HashOfNormal(string text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(TextNormalizer.MaximalSize(text, int.MaxValue));
        var normal = TextNormalizer.Normalize(text, buffer, int.MaxValue);
        ulong? hash = normal.IsEmpty ? null : TextHash.Of(normal);
        ArrayPool<char>.Shared.Return(buffer);
        return hash;
    }
}
