using System.Text.Json.Serialization;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>The answer: the content of <c>verdict.json</c>.</summary>
public sealed record Verdict
{
    /// <summary>The recommended trial's id; <see langword="null"/> where no trial completed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? RecommendedTrial { get; init; }

    /// <summary>Whether the data is made up, so that the figures speak of no real text.</summary>
    public bool Synthetic { get; init; }

    /// <summary>The recommendation in a sentence.</summary>
    public required string Recommendation { get; init; }

    /// <summary>Why, and how sure: further sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Each other trial against the most accurate one.</summary>
    public required IReadOnlyList<Comparison> Comparisons { get; init; }

    /// <summary>Pairs of trials whose order perturbed texts turn round.</summary>
    public IReadOnlyList<OrderChange> OrderChanges { get; init; } = [];

    /// <summary>One row per trial, for machines.</summary>
    public required IReadOnlyList<RungVerdict> Rungs { get; init; }
}

/// <summary>One trial against another on the same examples.</summary>
/// <param name="Trial">The one.</param>
/// <param name="Against">The other.</param>
/// <param name="Difference">Accuracy of <paramref name="Trial"/> minus that of <paramref name="Against"/>, with its paired interval; that holds 0 where <paramref name="AdjustedPValue"/> is not significant, and lies on one side of 0 where it is.</param>
/// <param name="PValue">McNemar, mid-p; for examples in groups the sign-flip test over groups, mid-p.</param>
/// <param name="AdjustedPValue">After Holm's correction over all comparisons.</param>
public sealed record Comparison(string Trial, string Against, Interval Difference, double PValue, double AdjustedPValue)
{
    /// <summary>Test rows that both answered.</summary>
    public int Rows { get; init; }

    /// <summary>
    /// Where the difference is not significant: the smallest one that these rows would have shown (80 % power, at the
    /// level that Holm's correction leaves for this comparison), 0 to 1.
    /// </summary>
    public double? MinimumDetectableEffect { get; init; }
}

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
