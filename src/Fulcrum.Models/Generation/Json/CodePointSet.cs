namespace Fulcrum.Models.Generation.Json;

/// <summary>A set of Unicode scalar values, as ranges in order that do not touch.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private CodePointSet(List<(int First, int Last)> ranges) => Ranges = ranges;

    /// <summary>Every character; surrogates are none.</summary>
    public static CodePointSet All { get; } = Of((0, 0xD7FF), (0xE000, Last));

    /// <summary>The ranges, ends included.</summary>
    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    /// <summary>The characters of some ranges, ends included.</summary>
    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else merged.Add((first, last));
        }

        return new CodePointSet(merged);
    }

    /// <summary>The set of all characters that are not in this one.</summary>
    public CodePointSet Complement()
    {
        var others = new List<(int First, int Last)>();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next) others.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= Last) others.Add((next, Last));
        return new CodePointSet(others).Intersect(All);
    }

    /// <summary>The characters that are in both.</summary>
    public CodePointSet Intersect(CodePointSet other) => new(
        [.. from one in Ranges
            from two in other.Ranges
            let shared = (First: Math.Max(one.First, two.First), Last: Math.Min(one.Last, two.Last))
            where shared.First <= shared.Last
            select shared]);

    /// <summary>The characters of either.</summary>
    public CodePointSet Union(CodePointSet other) => Of(Ranges.Concat(other.Ranges));
}
