using System.Runtime.InteropServices;

namespace Fulcrum.Data.Duplicates;

/// <summary>
/// Finds texts that are nearly the same: MinHash signatures cut into bands propose pairs, the true Jaccard similarity of their
/// n-grams decides. A pair at the threshold is missed with a probability of 5 in a million. A text takes 256 bytes; n-grams
/// are made of those texts alone that are proposed, and kept as long as there is room for them.
/// </summary>
internal sealed class NearDuplicateIndex
{
    /// <summary>The Jaccard similarity from which two texts are near-duplicates.</summary>
    public const double Threshold = 0.75;

    /// <summary>Six standard errors below the threshold: two texts that are estimated to be less alike need no closer look.</summary>
    private const double LeastEstimate = 0.5;

    private const int RowsPerBand = 4;
    private const int Bands = MinHash.Size / RowsPerBand;
    private const int BandsSortedAtOnce = 4;
    private const long MostShinglesKept = 32_000_000;

    private readonly IReadOnlyList<string> _texts;
    private readonly uint[]?[] _shingles;

    // Null for a text without letters and digits.
    private readonly byte[]?[] _signatures;
    private readonly uint[][] _keys;
    private long _shinglesKept;

    public NearDuplicateIndex(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        _texts = texts;
        _shingles = new uint[]?[texts.Count];
        _signatures = new byte[]?[texts.Count];
        _keys = [.. Enumerable.Range(0, Bands).Select(_ => new uint[texts.Count])];
        Parallel.For(0, texts.Count, new ParallelOptions { CancellationToken = cancellationToken }, Sketch);
    }

    private delegate void BucketAction(ReadOnlySpan<int> items);

    /// <summary>Sets of texts that hang together by near-duplicate pairs.</summary>
    public UnionFind Groups(CancellationToken cancellationToken = default)
    {
        var groups = new UnionFind(_texts.Count);
        VisitBuckets(Unite, cancellationToken);
        return groups;

        void Unite(ReadOnlySpan<int> bucket)
        {
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
    }

    /// <summary>Per text from number <paramref name="limit"/> on, a text with a number below it that is nearly the same, or <see langword="null"/>.</summary>
    public IReadOnlyList<int?> FindNearBelow(int limit, CancellationToken cancellationToken = default)
    {
        var found = new int?[_texts.Count - limit];
        VisitBuckets(Match, cancellationToken);
        return found;

        void Match(ReadOnlySpan<int> bucket)
        {
            var below = bucket[..~bucket.BinarySearch(new Below(limit))];
            foreach (var item in bucket[below.Length..])
            {
                for (var i = 0; i < below.Length && found[item - limit] is null; i++)
                    if (AreNear(below[i], item)) found[item - limit] = below[i];
            }
        }
    }

    private void Sketch(int item)
    {
        if (Shingles.SignatureOf(_texts[item]) is not { } signature) return;
        MinHash.Shorten(signature, _signatures[item] = new byte[MinHash.Size]);
        for (var band = 0; band < Bands; band++) _keys[band][item] = Key(signature.AsSpan(band * RowsPerBand, RowsPerBand));
    }

    /// <summary>The texts, two or more in ascending order, that have the same key in a band; texts without letters and digits are left out.</summary>
    private void VisitBuckets(BucketAction visit, CancellationToken cancellationToken)
    {
        int[] items = [.. Enumerable.Range(0, _texts.Count).Where(item => _signatures[item] is not null)];
        int[][] sorted = [.. Enumerable.Range(0, BandsSortedAtOnce).Select(_ => new int[items.Length])];
        for (var first = 0; first < Bands; first += BandsSortedAtOnce)
        {
            Parallel.For(0, BandsSortedAtOnce, new ParallelOptions { CancellationToken = cancellationToken }, i => Sort(items, _keys[first + i], sorted[i]));
            for (var i = 0; i < BandsSortedAtOnce; i++)
            {
                var key = _keys[first + i];
                for (int start = 0, end; start < items.Length; start = end)
                {
                    for (end = start + 1; end < items.Length && key[sorted[i][end]] == key[sorted[i][start]];) end++;
                    if (end - start < 2) continue;
                    cancellationToken.ThrowIfCancellationRequested();
                    visit(sorted[i].AsSpan(start, end - start));
                }
            }
        }
    }

    private bool AreNear(int a, int b)
    {
        if (MinHash.EstimateShort(_signatures[a], _signatures[b]) < LeastEstimate) return false;
        var (small, large) = (ShinglesOf(a), ShinglesOf(b));
        if (small.Length > large.Length) (small, large) = (large, small);
        return small.Length >= Threshold * large.Length && Shingles.Jaccard(small, large) >= Threshold;
    }

    private uint[] ShinglesOf(int item)
    {
        if (_shingles[item] is { } kept) return kept;
        var made = Shingles.Of(_texts[item]);
        if (_shinglesKept + made.Length > MostShinglesKept) return made;
        _shinglesKept += made.Length;
        return _shingles[item] = made;
    }

    private static void Sort(int[] items, uint[] key, int[] sorted)
    {
        var pairs = new ulong[items.Length];
        for (var i = 0; i < items.Length; i++) pairs[i] = ((ulong)key[items[i]] << 32) | (uint)items[i];
        Array.Sort(pairs);
        for (var i = 0; i < pairs.Length; i++) sorted[i] = (int)pairs[i];
    }

    /// <summary>32 bits of a band: texts that share them by chance are told apart by their n-grams.</summary>
    private static uint Key(ReadOnlySpan<uint> band) => (uint)TextHash.Of(MemoryMarshal.Cast<uint, char>(band));

    private readonly record struct Below(int Limit) : IComparable<int>
    {
        // Never equal, so that the search ends at the first item that is not below.
        public int CompareTo(int other) => Limit <= other ? -1 : 1;
    }
}
