namespace Fulcrum.Data;

/// <summary>Finds what somebody probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate with the smallest edit distance to <paramref name="name"/>, or <see langword="null"/> where none is near.</summary>
    public static string? Find(string name, IEnumerable<string> candidates) =>
        candidates
            .Select(candidate => (candidate, Distance: EditDistance(name, candidate)))
            .Where(c => c.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(c => c.Distance)
            .Select(c => c.candidate)
            .FirstOrDefault();

    /// <summary>A remedy: the nearest candidate where there is one, else the list of them.</summary>
    public static string Remedy(string name, IReadOnlyCollection<string> candidates) =>
        Find(name, candidates) is { } nearest
            ? $"Did you mean `{nearest}`?"
            : $"Possible here: {string.Join(", ", candidates)}.";

    /// <summary>Insertions, deletions, replacements and swaps of neighbors that turn one into the other, case ignored (Damerau 1964, optimal string alignment).</summary>
    internal static int EditDistance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = d[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                d[i, j] = Math.Min(replace, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
                if (swapped) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
