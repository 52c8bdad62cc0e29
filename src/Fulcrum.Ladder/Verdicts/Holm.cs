namespace Fulcrum.Ladder.Verdicts;

/// <summary>The step-down correction for several tests (Holm 1979), which keeps the chance of any false alarm below α.</summary>
public static class Holm
{
    /// <summary>The adjusted p-values, in the order given.</summary>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var running = 0.0;
        foreach (var (rank, index) in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).Index())
        {
            running = Math.Max(running, Math.Min(1, (pValues.Count - rank) * pValues[index]));
            adjusted[index] = running;
        }

        return adjusted;
    }
}
