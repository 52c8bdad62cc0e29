namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// Expected calibration error over bins of equal mass (Naeini et al. 2015; bins as in Nixon et al. 2019), less what chance
/// alone puts into it (Kumar, Liang and Ma 2019, arXiv:1909.10155).
/// </summary>
internal static class CalibrationError
{
    private const int Bins = 15;

    /// <summary>
    /// The error and its bins, lowest confidence first; <see langword="null"/> where nothing was claimed. Equal
    /// confidences share a bin, so the order of the claims does not matter and there may be fewer bins.
    /// </summary>
    /// <param name="claims">Probabilities that were given, and whether what they were given to is true.</param>
    public static (double Error, IReadOnlyList<CalibrationBin> Bins)? Compute(IEnumerable<(double Probability, bool IsTrue)> claims)
    {
        var ties = claims
            .GroupBy(claim => claim.Probability, claim => claim.IsTrue)
            .OrderBy(tie => tie.Key)
            .Select(tie => (Confidence: tie.Key, Count: tie.Count(), Hits: tie.Count(isTrue => isTrue)))
            .ToArray();
        if (ties.Length == 0) return null;
        var total = ties.Sum(tie => tie.Count);
        var sums = new (int Count, double Confidence, int Hits)[Bins];
        var before = 0;
        foreach (var (confidence, count, hits) in ties)
        {
            // The bin in which the middle of the tie lies.
            ref var bin = ref sums[(int)(Bins * (before + (count / 2.0)) / total)];
            bin = (bin.Count + count, bin.Confidence + (confidence * count), bin.Hits + hits);
            before += count;
        }

        CalibrationBin[] bins =
        [
            .. sums.Where(bin => bin.Count > 0).Select(bin => new CalibrationBin(bin.Confidence / bin.Count, (double)bin.Hits / bin.Count, bin.Count)),
        ];
        return (Math.Max(0, bins.Sum(bin => WithoutChance(bin) * bin.Count) / total), bins);
    }

    /// <summary>
    /// The gap of a bin, less what chance adds: twice the gap minus its mean, were accuracy measured anew. That mean is the
    /// one of the folded normal distribution. Its spread is that of the accuracy seen; where a bin is all right or all wrong, which shows
    /// none, that of rows that are right as often as claimed (Bröcker and Smith 2007, Weather and Forecasting 22, 651-661).
    /// </summary>
    private static double WithoutChance(CalibrationBin bin)
    {
        var gap = Math.Abs(bin.Accuracy - bin.Confidence);
        var chance = bin.Accuracy is 0 or 1 ? bin.Confidence : bin.Accuracy;
        var spread = Math.Sqrt(chance * (1 - chance) / bin.Count);
        if (spread == 0) return gap;
        var z = gap / spread;
        var again = (2 * spread * NormalDistribution.Density(z)) + (gap * (1 - (2 * NormalDistribution.Cumulative(-z))));
        return (2 * gap) - again;
    }
}
