using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>What one rung achieved, for machines.</summary>
public sealed record RungVerdict
{
    /// <summary>The trial's id.</summary>
    public required string Trial { get; init; }

    /// <summary>The rung's name.</summary>
    public required string Name { get; init; }

    /// <summary>The model's name, if any.</summary>
    public string? Model { get; init; }

    /// <summary>Why it failed; <see langword="null"/> where it completed.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the race dropped it on dev before it was run whole: it can no longer catch up.</summary>
    public bool IsDropped { get; init; }

    /// <summary>Whether it got a fair chance; only then it was compared.</summary>
    public bool IsJudged { get; init; }

    /// <summary>The probability that it loses at most the margin to the best judged trial, 0 to 1; <see langword="null"/> where it was not judged.</summary>
    public double? ProbabilityWithinMargin { get; init; }

    /// <summary>The figure that decides, as measured, with its interval of this rung alone; <see langword="null"/> where it was not judged.</summary>
    public Interval? Figure { get; init; }

    /// <summary>What serving it takes; <see langword="null"/> where it failed.</summary>
    public ServingCost? Cost { get; init; }

    /// <summary>On the test part.</summary>
    public TaskMetrics? Test { get; init; }

    /// <summary>On the shift part.</summary>
    public TaskMetrics? Shift { get; init; }

    /// <summary>On perturbed copies of test rows: over all, then by perturbation; empty where it was not asked about any.</summary>
    public IReadOnlyList<PerturbationEffect> Robustness { get; init; } = [];

    /// <summary>Wall-clock seconds of the trial.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds of learning, search included.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Peak resident memory, bytes; <see langword="null"/> where it is not known.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Trained parameters.</summary>
    public long TrainedParameters { get; init; }

    /// <summary>Artifact size, bytes.</summary>
    public long ArtifactBytes { get; init; }
}
