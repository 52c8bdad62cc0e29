namespace Fulcrum.Ladder.Costs;

/// <summary>
/// Which of several trials is the cheapest: by what a month costs; of those that differ by at most 5 % or less than one cent, by memory,
/// likewise with 5 %; then by upkeep, the class of the rung; at last by the figures themselves and by name, so that the order of a list never matters.
/// </summary>
public static class CostOrder
{
    /// <summary>The part by which costs, and memories, may differ and still count as equal.</summary>
    public const double Tolerance = 0.05;

    /// <summary>US dollars a month that nobody notices.</summary>
    public const double Unnoticed = 0.01;

    /// <summary>The cheapest.</summary>
    /// <param name="costs">At least one, under the same terms.</param>
    public static ServingCost Cheapest(IEnumerable<ServingCost> costs)
    {
        ServingCost[] left = [.. costs];
        var lowest = left.Min(cost => cost.PerMonth.Value);
        left = [.. left.Where(cost => AreEqual(lowest, cost.PerMonth.Value))];

        // Memory that nobody knows does not decide.
        if (left.All(cost => cost.MemoryBytes is not null))
        {
            var smallest = left.Min(cost => cost.MemoryBytes!.Value);
            left = [.. left.Where(cost => cost.MemoryBytes <= smallest * (1 + Tolerance))];
        }

        return left
            .OrderBy(cost => cost.Class)
            .ThenBy(cost => cost.PerMonth.Value)
            .ThenBy(cost => cost.MemoryBytes ?? long.MaxValue)
            .ThenBy(cost => cost.LatencyP95)
            .ThenBy(cost => cost.Trial, StringComparer.Ordinal)
            .First();
    }

    /// <summary>All, the cheapest first, then the cheapest of the others, and so on.</summary>
    public static IReadOnlyList<ServingCost> Sort(IEnumerable<ServingCost> costs)
    {
        var (left, sorted) = (costs.ToList(), new List<ServingCost>());
        while (left.Count > 0)
        {
            sorted.Add(Cheapest(left));
            left.Remove(sorted[^1]);
        }

        return sorted;
    }

    /// <summary>Below 0 where the first is the cheaper of the two, above 0 where the second is. Because of the tolerance three trials may beat each other in a circle: sort by <see cref="Sort"/>.</summary>
    public static int Compare(ServingCost first, ServingCost second) => first == second ? 0 : Cheapest([first, second]) == first ? -1 : 1;

    private static bool AreEqual(double lower, double higher) => higher <= lower * (1 + Tolerance) || higher - lower < Unnoticed;
}
