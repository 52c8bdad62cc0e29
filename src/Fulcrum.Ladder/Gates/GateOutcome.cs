namespace Fulcrum.Ladder.Gates;

/// <summary>What became of one condition of a gate.</summary>
/// <param name="Condition">The condition as it was written: metric, comparison and limit.</param>
/// <param name="Value">The value with its 95 % interval where there is one, or why it is not known.</param>
/// <param name="Passed">Whether it holds.</param>
public sealed record GateOutcome(string Condition, string Value, bool Passed)
{
    /// <summary>The condition, its value, and whether it passed, in one line.</summary>
    public override string ToString() => $"{(Passed ? "passed" : "failed")}: {Condition} ({Value})";
}
