using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Constraints;

/// <summary>What a constraint is held against: a trial that completed.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Test">Its figures on test, with the answers that would be served.</param>
public sealed record ConstraintSubject(Trial Trial, TrialResult Result, TaskMetrics Test);
