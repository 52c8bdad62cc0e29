using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Rungs;

/// <summary>One way to solve the task. Settings in, predictions out; runs in a worker process.</summary>
public interface IRung
{
    /// <summary>What it is and needs.</summary>
    RungDescription Description { get; }

    /// <summary>
    /// Learns from train, chooses settings on dev, and logs a prediction for every example of dev, test and shift
    /// to <see cref="TrialContext.Predictions"/>. Runs synchronously on the worker's engine thread.
    /// </summary>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="TrialFailedException">The rung cannot work here, with a reason for the report.</exception>
    RungOutcome Run(TrialContext context, CancellationToken cancellationToken);
}
