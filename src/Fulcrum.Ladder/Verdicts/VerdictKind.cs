namespace Fulcrum.Ladder.Verdicts;

/// <summary>How far the evidence goes.</summary>
public enum VerdictKind
{
    /// <summary>One rung is shown to lose at most the margin to the best.</summary>
    Decided,

    /// <summary>Several are, and the one that costs least is taken.</summary>
    Tie,

    /// <summary>None is: there is a leader so far, and what would decide.</summary>
    NotDecided,
}
