using System.Runtime.InteropServices;

namespace Fulcrum.Data.Duplicates;

/// <summary>
/// Finds texts that are nearly the same: MinHash signatures cut into bands propose pairs, the true Jaccard similarity of their
/// 5-grams decides. A pair at the threshold is missed with a probability of 5 in a million.
/// </summary>
internal sealed class NearDuplicateIndex
{
    /// <summary>The Jaccard similarity from which two texts are near-duplicates.</summary>
    public const double Threshold = 0.75;

    private const int RowsPerBand = 4;
    private const int Bands = MinHash.Size / RowsPerBand;

    private readonly uint[][] shingles;
    private readonly UInt128[][] keys;
    private readonly Dictionary<UInt128, List<int>>[] buckets = [.. Enumerable.Range(0, Bands).Select(_ => new Dictionary<UInt128, List<int>>())];

    public NearDuplicateIndex(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        shingles = new uint[texts.Count][];
        keys = new UInt128[texts.Count][];
        Parallel.For(0, texts.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            shingles[i] = Shingles.Of(texts[i]);
            keys[i] = MemoryMarshal.Cast<uint, UInt128>(MinHash.Signature(shingles[i])).ToArray();
        });
        for (var item = 0; item < texts.Count; item++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (shingles[item].Length == 0) continue;
            for (var band = 0; band < Bands; band++)
            {
                ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(buckets[band], keys[item][band], out _);
                (bucket ??= []).Add(item);
            }
        }
    }

    /// <summary>Sets of texts that hang together by near-duplicate pairs.</summary>
    public UnionFind Groups(CancellationToken cancellationToken = default)
    {
        var groups = new UnionFind(shingles.Length);
        foreach (var bucket in buckets.SelectMany(band => band.Values))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Families that hang together already: a template with thousands of variants then costs one comparison each.
            var families = new List<List<int>>();
            foreach (var item in bucket)
            {
                List<int>? own = null;
                foreach (var family in families)
                {
                    if (groups.Find(family[0]) != groups.Find(item) && !family.Exists(member => AreNear(member, item))) continue;
                    groups.Union(family[0], item);
                    own ??= family;
                }

                if (own is null) families.Add([item]);
                else own.Add(item);
            }
        }

        return groups;
    }

    /// <summary>A text with a number below <paramref name="limit"/> that is nearly the same as <paramref name="item"/>, or <see langword="null"/>.</summary>
    public int? FindNear(int item, int limit)
    {
        if (shingles[item].Length == 0) return null;
        var compared = new HashSet<int> { item };
        for (var band = 0; band < Bands; band++)
        {
            foreach (var other in buckets[band][keys[item][band]])
            {
                if (other >= limit) break;
                if (compared.Add(other) && AreNear(other, item)) return other;
            }
        }

        return null;
    }

    private bool AreNear(int a, int b)
    {
        var (small, large) = (shingles[a], shingles[b]);
        if (small.Length > large.Length) (small, large) = (large, small);
        return small.Length >= Threshold * large.Length && Shingles.Jaccard(small, large) >= Threshold;
    }
}
