namespace Fulcrum.Ladder.Diffs;

/// <summary>Adjusts p-values for there being several tests, whatever their dependence (Holm 1979, Scandinavian Journal of Statistics 6, 65-70).</summary>
internal static class Holm
{
    /// <summary>The adjusted values, in the same order: of m ascending values the k-th (from 0) times m − k, at least the one before it and at most 1.</summary>
    public static double[] Adjust(IReadOnlyList<double> values)
    {
        var adjusted = new double[values.Count];
        var highest = 0.0;
        foreach (var (rank, place) in Enumerable.Range(0, values.Count).OrderBy(place => values[place]).Index())
            adjusted[place] = highest = Math.Max(highest, Math.Min(1, (values.Count - rank) * values[place]));
        return adjusted;
    }
}
