namespace Fulcrum.Ladder.Diffs;

/// <summary>What changed from one run to another on the test rows that they have in common.</summary>
/// <param name="Before">The first run.</param>
/// <param name="After">The second.</param>
/// <param name="IsSameData">Whether both have the same examples in the same parts, by their hash; else rows are those with equal id, text and label.</param>
/// <param name="Rows">Test rows that both have.</param>
/// <param name="Rungs">The rungs that both completed, in the order of the ladder.</param>
public sealed record RunDiff(RunSide Before, RunSide After, bool IsSameData, int Rows, IReadOnlyList<RungDiff> Rungs)
{
    /// <summary>Trials of the first run that the second has no completed match for, by what they are called.</summary>
    public IReadOnlyList<string> OnlyBefore { get; init; } = [];

    /// <summary>The same the other way round.</summary>
    public IReadOnlyList<string> OnlyAfter { get; init; } = [];
}
