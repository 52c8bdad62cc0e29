using Fulcrum.Ladder.Artifacts;

namespace Fulcrum.Ladder.Rungs;

/// <summary>One way to solve the task: fitted once, opened anywhere. Runs in a worker process.</summary>
public interface IRung
{
    /// <summary>What it is and needs.</summary>
    RungDescription Description { get; }

    /// <summary>
    /// Learns from train, chooses settings on dev, and leaves in <see cref="FitContext.ArtifactFolder"/> what <see cref="Open"/> needs.
    /// Runs synchronously on the worker's engine thread.
    /// </summary>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="TrialFailedException">The rung cannot work here, with a reason for the report.</exception>
    /// <exception cref="Fulcrum.Data.InputException">The model or the settings cannot be used.</exception>
    FitReport Fit(FitContext context, CancellationToken cancellationToken);

    /// <summary>Opens what <see cref="Fit"/> left, in any process, any time later.</summary>
    /// <exception cref="Fulcrum.Data.InputException">The artifact is damaged.</exception>
    IPredictor Open(Artifact artifact);
}
