namespace Fulcrum.Data.Perturbations;

/// <summary>Draws some of the places where a text can be changed.</summary>
internal static class Draw
{
    /// <summary>A share of the places, at least one where there are any, in the order of the text.</summary>
    public static IReadOnlyList<T> Share<T>(IEnumerable<T> places, double share, Random random)
    {
        T[] all = [.. places];
        if (all.Length == 0) return [];
        int[] drawn = [.. Enumerable.Range(0, all.Length)];
        random.Shuffle(drawn);
        var count = Math.Max(1, (int)(share * all.Length));
        return [.. drawn.Take(count).Order().Select(index => all[index])];
    }
}
