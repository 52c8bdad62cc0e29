namespace Fulcrum.Ladder.Metrics;

/// <summary>
/// What is gained by leaving out the rows that a rung is least sure of: the error rate of those it is surest of, at every share of rows answered
/// (El-Yaniv and Wiener 2010, JMLR 11, 1605-1641), and the area under that curve (AURC; Geifman, Uziel and El-Yaniv 2019, arXiv:1805.08206).
/// </summary>
internal static class RiskCoverage
{
    private const int Points = 20;

    /// <summary>
    /// The area and points of the curve; <see langword="null"/> where all rows are claimed with one confidence, or none is. Rows of equal confidence
    /// count as in random order, on average over all orders.
    /// </summary>
    /// <param name="claims">Confidence in each answer, and how right it is, 0 to 1.</param>
    public static (double Area, IReadOnlyList<CoveragePoint> Points)? Compute(IReadOnlyCollection<(double Confidence, double Score)> claims)
    {
        var ties = claims.GroupBy(claim => claim.Confidence, claim => 1 - claim.Score).OrderByDescending(tie => tie.Key)
            .Select(tie => (Count: tie.Count(), Risk: tie.Average())).ToArray();
        if (ties.Length < 2) return null;
        var risks = new double[claims.Count];
        var (count, losses) = (0, 0.0);
        foreach (var tie in ties)
        {
            for (var i = 0; i < tie.Count; i++) risks[count] = (losses += tie.Risk) / ++count;
        }

        var shown = Math.Min(Points, count);
        return (risks.Average(), [.. Enumerable.Range(1, shown).Select(point => (int)Math.Ceiling((double)point * count / shown)).Select(rows => new CoveragePoint((double)rows / count, risks[rows - 1]))]);
    }
}
