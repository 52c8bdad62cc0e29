using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>One trial as shown.</summary>
public sealed record TrialReport
{
    /// <summary>The trial.</summary>
    public required Trial Trial { get; init; }

    /// <summary>Its rung.</summary>
    public RungDescription Rung => Trial.Rung;

    /// <summary>How it ended.</summary>
    public required TrialResult Result { get; init; }

    /// <summary>The rule that its answers follow, chosen on dev; <see langword="null"/> where they are as it logged them.</summary>
    public ChosenRule? Rule { get; init; }

    /// <summary>On test; <see langword="null"/> where it failed.</summary>
    public TaskMetrics? Test { get; init; }

    /// <summary>What serving it takes; <see langword="null"/> where it failed.</summary>
    public ServingCost? Cost { get; init; }

    /// <summary>On shift, where there is such a part.</summary>
    public TaskMetrics? Shift { get; init; }

    /// <summary>What it reached on dev with more and more rows of train; the whole trial is the last point.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>The same with other seeds.</summary>
    public IReadOnlyList<TrialReport> Seeds { get; init; } = [];

    /// <summary>What perturbed texts did to it: over all, then by perturbation; empty where it was not asked about any.</summary>
    public IReadOnlyList<PerturbationEffect> Robustness { get; init; } = [];

    /// <summary>The most confident mistakes on test, most confident first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];
}
