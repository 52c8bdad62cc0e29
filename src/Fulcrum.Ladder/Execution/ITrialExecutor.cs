using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>Where trials run: local worker processes, later a cluster.</summary>
public interface ITrialExecutor
{
    /// <summary>
    /// Runs the trials that have no result yet, one after another or side by side, and sees that each ends with a
    /// <c>result.json</c>: a worker that dies fails its trial, with the reason, and the rest goes on.
    /// </summary>
    /// <exception cref="OperationCanceledException">Canceled: running trials were stopped and have no result.</exception>
    Task RunAsync(RunFolder run, IReadOnlyList<Trial> trials, IProgress<TrialUpdate> updates, CancellationToken cancellationToken);
}

/// <summary>News of one trial.</summary>
/// <param name="TrialId">Which.</param>
/// <param name="Progress">How far it is, while it runs.</param>
/// <param name="Result">How it ended, once it has.</param>
public sealed record TrialUpdate(string TrialId, StageProgress? Progress, TrialResult? Result);
