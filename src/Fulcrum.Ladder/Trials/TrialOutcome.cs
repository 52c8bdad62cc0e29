using System.Text.Json.Serialization;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Trials;

/// <summary>What a completed trial reports beside its predictions: the fit, and what the opened artifact cost.</summary>
public sealed record TrialOutcome : FitReport
{
    /// <summary>An outcome with everything still to be said.</summary>
    [JsonConstructor]
    public TrialOutcome()
    {
    }

    /// <summary>An outcome of a fit.</summary>
    public TrialOutcome(FitReport fit)
        : base(fit)
    {
    }

    /// <summary>Seconds spent on the test part.</summary>
    public double TestSeconds { get; init; }

    /// <summary>Size on disk of what would be served beyond the base model, bytes.</summary>
    public long ArtifactBytes { get; init; }

    /// <summary>Milliseconds of requests for one text each, timed after predicting.</summary>
    public IReadOnlyList<double> Latencies { get; init; } = [];
}
