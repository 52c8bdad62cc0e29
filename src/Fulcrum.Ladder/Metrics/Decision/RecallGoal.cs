namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>How a minimum recall was met on dev.</summary>
/// <param name="Label">The label that must be found.</param>
/// <param name="Minimum">The share of its rows that must be, 0 to 1.</param>
public sealed record RecallGoal(string Label, double Minimum)
{
    /// <summary>The probability from which on the label is answered; <see langword="null"/> where the usual answers meet the goal, or no threshold could be chosen.</summary>
    public double? Threshold { get; init; }

    /// <summary>The label's rows on dev that have probabilities.</summary>
    public int Rows { get; init; }

    /// <summary>The recall on dev with the rule that was chosen, with the 95 % interval that accuracies have; <see langword="null"/> where dev has no such row.</summary>
    public Interval? Recall { get; init; }

    /// <summary>How sure it is that the goal is met.</summary>
    public RecallGoalStatus Status { get; init; }
}

/// <summary>How sure it is that a minimum recall is met.</summary>
public enum RecallGoalStatus
{
    /// <summary>The lower end of the interval on dev reaches the goal.</summary>
    Shown,

    /// <summary>The recall on dev reaches the goal, the lower end of its interval at no threshold does: dev has too few rows of the label.</summary>
    MetOnDev,

    /// <summary>Dev has no row of the label with probabilities: nothing could be chosen.</summary>
    NotAttainable,
}
