using System.Security.Cryptography;
using System.Text;

namespace Fulcrum.Data.Splitting;

/// <summary>A seeded order that any program in any language can repeat: rows sorted by SHA-256 of <c>seed|id</c>.</summary>
internal sealed class HashOrder(int seed)
{
    /// <summary>The sort key of an id: 64 hex digits.</summary>
    public string Key(string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(Invariant, $"{seed}|{id}"))));

    /// <summary>The first <paramref name="count"/> rows of the order, in the order in which they were given.</summary>
    public IReadOnlyList<Example> Keep(IReadOnlyList<Example> rows, int count)
    {
        if (rows.Count <= count) return rows;
        var kept = Sorted(rows).Take(count).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. rows.Where(kept.Contains)];
    }

    /// <summary>As <see cref="Keep"/>, but the first row of every label comes before all others, where there are as many rows to keep as such rows.</summary>
    public IReadOnlyList<Example> KeepEveryLabel(IReadOnlyList<Example> rows, int count)
    {
        if (rows.Count <= count) return rows;
        var sorted = Sorted(rows).ToList();
        var seen = new HashSet<string>();
        var firsts = sorted.Where(row => row.Labels.Aggregate(false, (isFirst, label) => seen.Add(label) || isFirst)).ToList();
        if (count < firsts.Count) return Keep(rows, count);
        var kept = firsts.Concat(sorted).Distinct(ReferenceEqualityComparer.Instance).Take(count).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. rows.Where(kept.Contains)];
    }

    private IEnumerable<Example> Sorted(IReadOnlyList<Example> rows) => rows.OrderBy(row => Key(row.Id), StringComparer.Ordinal);
}
