namespace Fulcrum.Ladder.Cascades;

/// <summary>
/// Chooses the confidence from which on the cheap rung is believed, by Learn then Test (Angelopoulos, Bates, Candès, Jordan and Lei 2025,
/// Annals of Applied Statistics 19, 1641-1662; arXiv:2110.01052): thresholds are tested from the safest one down, each for whether more rows
/// than the margin are lost, and the first that may lose more ends it. Without a correction, as the order is fixed. Fewer rows are lost the higher the
/// threshold is, so that thresholds may be those that dev shows (Bates et al. 2021, Journal of the ACM 68, 43).
/// </summary>
internal static class ThresholdSearch
{
    /// <summary>The lowest threshold that is safe; <see langword="null"/> where not even escalating everything can be shown to be, for want of rows.</summary>
    /// <param name="rows">Dev.</param>
    /// <param name="margin">The share of rows that may be lost, between 0 and 1.</param>
    /// <param name="confidence">How sure that is to be, between 0 and 1.</param>
    public static ChosenThreshold? Find(IReadOnlyList<DevRow> rows, double margin, double confidence)
    {
        var ordered = rows.OrderByDescending(row => row.Confidence).ToArray();
        // How many rows are kept at each threshold: none, then down to each confidence that dev shows.
        int[] kept = [0, .. Enumerable.Range(1, ordered.Length).Where(count => count == ordered.Length || ordered[count].Confidence < ordered[count - 1].Confidence)];
        var clusters = rows.Count == 0 ? 0 : rows.Max(row => row.Cluster) + 1;
        var sizes = new int[clusters];
        foreach (var row in rows) sizes[row.Cluster]++;

        var level = 1 - confidence;
        if (rows.Count == 0 || PValue(0) > level) return null;

        // p grows with every row that is kept: the first that is above the level is found by halving.
        var (safe, unsafeFrom) = (0, kept.Length);
        while (unsafeFrom - safe > 1)
        {
            var middle = (safe + unsafeFrom) / 2;
            if (PValue(kept[middle]) <= level) safe = middle;
            else unsafeFrom = middle;
        }

        var last = kept[safe];
        return new ChosenThreshold(Between(last), last, ordered.Take(last).Count(row => row.IsLost), PValue(last));

        double PValue(int keptRows)
        {
            if (clusters == rows.Count) return BinomialTail.AtMost(ordered.Take(keptRows).Count(row => row.IsLost), rows.Count, margin);
            var lost = new int[clusters];
            foreach (var row in ordered.Take(keptRows))
                if (row.IsLost) lost[row.Cluster]++;
            return GroupBetting.PValue(lost, sizes, margin);
        }

        // Half-way to the next row, so that the last digit of a probability decides nothing. Above 1: nothing is kept.
        double Between(int keptRows) => keptRows == 0 ? ChosenThreshold.KeepsNothing
            : (ordered[keptRows - 1].Confidence + (keptRows == ordered.Length ? 0 : ordered[keptRows].Confidence)) / 2;
    }

    /// <summary>How many rows that stand for themselves are needed to show anything at all.</summary>
    public static int RowsNeeded(double margin, double confidence) => (int)Math.Ceiling(Math.Log(1 - confidence) / Math.Log(1 - margin));
}

/// <summary>A threshold, and what dev says of it.</summary>
/// <param name="Threshold">The confidence from which on the cheap rung is believed.</param>
/// <param name="Kept">Rows of dev that it answers.</param>
/// <param name="Lost">Those of them that it loses against the costly rung.</param>
/// <param name="PValue">The probability of so few losses, were the risk the margin.</param>
internal readonly record struct ChosenThreshold(double Threshold, int Kept, int Lost, double PValue)
{
    /// <summary>A threshold that no confidence reaches.</summary>
    public const double KeepsNothing = 2;
}
