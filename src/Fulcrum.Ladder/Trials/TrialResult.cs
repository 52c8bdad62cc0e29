
namespace Fulcrum.Ladder.Trials;

/// <summary>How a trial ended: the content of <c>result.json</c>. Written once, last, by rename: where it exists the trial is finished.</summary>
public sealed record TrialResult
{
    /// <summary>Completed or failed.</summary>
    public required TrialStatus Status { get; init; }

    /// <summary>Why it failed, for the report.</summary>
    public TrialFailure? Failure { get; init; }

    /// <summary>What the rung reported; <see langword="null"/> where it failed.</summary>
    public TrialOutcome? Outcome { get; init; }

    /// <summary>How many predictions the log of a completed trial holds; <see langword="null"/> where it failed, or was run by a version that did not count.</summary>
    public int? Predictions { get; init; }

    /// <summary>Wall-clock seconds from start to end of the trial in the worker.</summary>
    public double WallSeconds { get; init; }

    /// <summary>
    /// Peak resident memory of the worker during the trial, bytes; of one that died, as it was last seen. <see langword="null"/>
    /// where it is not known.
    /// </summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>A trial that failed.</summary>
    public static TrialResult Failed(TrialFailure failure) => new() { Status = TrialStatus.Failed, Failure = failure };
}

/// <summary>How a trial ended.</summary>
public enum TrialStatus
{
    /// <summary>All predictions are in the log.</summary>
    Completed,

    /// <summary>It failed; see <see cref="TrialResult.Failure"/>.</summary>
    Failed,
}

/// <summary>Where a trial failed.</summary>
public enum TrialStage
{
    /// <summary>No worker could be started.</summary>
    Start,

    /// <summary>The data or the model is broken.</summary>
    Load,

    /// <summary>The rung cannot work here.</summary>
    Rung,

    /// <summary>A file could not be read or written.</summary>
    Disk,

    /// <summary>The process died.</summary>
    Worker,

    /// <summary>There was no time.</summary>
    Budget,

    /// <summary>The race dropped it: it is shown to be behind others on dev.</summary>
    Dropped,
}

/// <summary>Why a trial failed.</summary>
/// <param name="Stage">Where.</param>
/// <param name="Reason">One sentence with the cause and, where there is one, the remedy.</param>
public sealed record TrialFailure(TrialStage Stage, string Reason)
{
    /// <summary>What a worker wrote before it died, oldest first: its first lines, its last ones, and those that name the cause.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Whether the same trial may succeed on the same machine later: once there is room on the disk, or a worker starts.</summary>
    public bool IsRetryable => Stage is TrialStage.Disk or TrialStage.Start;
}
