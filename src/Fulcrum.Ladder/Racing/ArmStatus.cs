using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>How an arm stands in a race.</summary>
/// <param name="Whole">Its whole trial of the first seed, run or not.</param>
/// <param name="Estimate">What it has still to take, or would have.</param>
public sealed record ArmStatus(Trial Whole, ArmEstimate Estimate)
{
    /// <summary>Its trials that have ended, in the order in which the race took them.</summary>
    public IReadOnlyList<RaceOutcome> Outcomes { get; init; } = [];

    /// <summary>Why it was dropped; <see langword="null"/> where it was not.</summary>
    public ArmDrop? Dropped { get; init; }

    /// <summary>Whether it is neither dropped nor whole, and the time left is too short for its next trial.</summary>
    public bool IsOutOfTime { get; init; }
}
