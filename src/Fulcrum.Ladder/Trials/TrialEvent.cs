using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Trials;

/// <summary>One line of <c>events.jsonl</c>: the progress of a trial as time went by, for finding out later what it did.</summary>
/// <param name="Time">When.</param>
/// <param name="Progress">What was being done; the stage <c>failed</c> carries the full error.</param>
public sealed record TrialEvent(DateTimeOffset Time, StageProgress Progress);
