namespace Fulcrum.Workers.Processes;

/// <summary>The worker ended before it answered.</summary>
/// <param name="exit">How it ended.</param>
public sealed class WorkerExitException(WorkerExit exit) : Exception(exit.Reason)
{
    /// <summary>How it ended.</summary>
    public WorkerExit Exit { get; } = exit;
}
