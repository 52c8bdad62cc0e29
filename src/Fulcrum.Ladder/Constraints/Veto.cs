namespace Fulcrum.Ladder.Constraints;

/// <summary>Why a trial may not be recommended.</summary>
/// <param name="Trial">The trial's id.</param>
/// <param name="Constraint">The key in the task that it breaks, e.g. <c>constraints.p95_ms</c>.</param>
/// <param name="Reason">A sentence with the figures.</param>
public sealed record Veto(string Trial, string Constraint, string Reason);
