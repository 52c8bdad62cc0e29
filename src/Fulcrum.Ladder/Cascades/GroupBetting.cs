namespace Fulcrum.Ladder.Cascades;

/// <summary>
/// A p-value for rows that come in groups, by betting (Waudby-Smith and Ramdas 2024, Journal of the Royal Statistical Society B 86, 1-27):
/// whoever bets group by group that rows are lost more rarely than the margin does not gain by chance, however alike the rows of a group are.
/// Groups are taken as drawn alike, none of them larger than the largest seen.
/// </summary>
internal static class GroupBetting
{
    // Parts of the largest bet that can be paid. Kelly's is 1 - risk / margin; which it is nobody knows, so the stake is spread.
    private static readonly double[] Bets = [0.25, 0.5, 0.75, 0.95];

    /// <summary>The probability of so few losses, at most, where the risk of a row is the margin or more.</summary>
    /// <param name="lost">Per group, the rows lost.</param>
    /// <param name="sizes">Per group, its rows.</param>
    /// <param name="margin">The risk to be rejected, between 0 and 1.</param>
    public static double PValue(IReadOnlyList<int> lost, IReadOnlyList<int> sizes, double margin)
    {
        var largest = sizes.Max();
        // In logarithms, less the greatest: the gains of many groups overflow.
        double[] logs = [.. Bets.Select(bet => lost.Zip(sizes, (l, size) => Math.Log(1 - (bet * (l - (margin * size)) / ((1 - margin) * largest)))).Sum())];
        var greatest = logs.Max();
        var logCapital = greatest + Math.Log(logs.Average(log => Math.Exp(log - greatest)));
        return Math.Min(1, Math.Exp(-logCapital));
    }
}
