using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>Where trials run: local worker processes, later a cluster.</summary>
public interface ITrialExecutor
{
    /// <summary>
    /// Runs the race of a run's arms to its end, trials one after another or side by side, and sees that each ends with a
    /// <c>result.json</c>: a worker that dies fails its trial, with the reason, and the rest goes on.
    /// </summary>
    /// <param name="run">The run; trials that are finished there are not repeated.</param>
    /// <param name="arms">The whole trial of the first seed of each arm.</param>
    /// <param name="updates">Is told of each trial.</param>
    /// <param name="cancellationToken">Stops what runs.</param>
    /// <exception cref="Fulcrum.Data.InputException">The files of the run are broken.</exception>
    /// <exception cref="OperationCanceledException">Canceled: running trials were stopped and have no result.</exception>
    Task RunAsync(RunFolder run, IReadOnlyList<Trial> arms, IProgress<TrialUpdate> updates, CancellationToken cancellationToken);
}

/// <summary>News of one trial.</summary>
/// <param name="Trial">Which, whole, a pilot or another seed.</param>
/// <param name="Progress">How far it is, while it runs.</param>
/// <param name="Result">How it ended, once it has.</param>
public sealed record TrialUpdate(Trial Trial, StageProgress? Progress, TrialResult? Result);
