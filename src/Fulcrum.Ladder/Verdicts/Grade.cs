namespace Fulcrum.Ladder.Verdicts;

/// <summary>How sure it is that the recommended rung, or the leader, loses at most the margin to the best.</summary>
public enum Grade
{
    /// <summary>A probability of at least .95, on enough rows.</summary>
    A,

    /// <summary>At least .80.</summary>
    B,

    /// <summary>At least .50.</summary>
    C,

    /// <summary>Less.</summary>
    D,
}
