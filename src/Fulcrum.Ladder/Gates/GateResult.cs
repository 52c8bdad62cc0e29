namespace Fulcrum.Ladder.Gates;

/// <summary>What became of a gate.</summary>
/// <param name="Trial">What the trial is called that it was held against; <see langword="null"/> where none was judged.</param>
/// <param name="Outcomes">One per condition, in their order.</param>
public sealed record GateResult(string? Trial, IReadOnlyList<GateOutcome> Outcomes)
{
    /// <summary>Whether all conditions hold.</summary>
    public bool Passed => Outcomes.All(outcome => outcome.Passed);

    /// <summary>What the gate came to, in one line.</summary>
    public string Summary
    {
        get
        {
            var held = Outcomes.Count(outcome => outcome.Passed);
            return $"Gate {(Passed ? "passed" : "failed")}{(Trial is null ? "" : $" on {Trial}")}: {held} of {Outcomes.Count} {(Outcomes.Count == 1 ? "condition holds" : "conditions hold")}.";
        }
    }
}
