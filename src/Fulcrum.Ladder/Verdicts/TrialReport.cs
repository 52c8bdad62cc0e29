using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>One arm as shown: its whole trial of the first seed, or where there is none its last pilot, which has no figures on test.</summary>
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

    /// <summary>What perturbed texts did to it: over all, then by perturbation; empty where it was not asked about any.</summary>
    public IReadOnlyList<PerturbationEffect> Robustness { get; init; } = [];

    /// <summary>What it reached on dev with more and more rows of train; the whole trial is the last point.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>Its whole trials with other seeds, which have neither curve nor seeds of their own.</summary>
    public IReadOnlyList<TrialReport> Seeds { get; init; } = [];

    /// <summary>Why the race dropped it before it was whole, with figures; <see langword="null"/> where it did not.</summary>
    public ArmDrop? Dropped { get; init; }

    /// <summary>What it would take to judge it; <see langword="null"/> where it is whole.</summary>
    public ArmEstimate? Estimate { get; init; }

    /// <summary>Whether it was not run whole because the budget was too short.</summary>
    public bool IsOutOfTime { get; init; }

    /// <summary>What stands in place of its figures on test where there are none: <c>dropped</c>, <c>no time</c> or <c>failed</c>.</summary>
    public string WithoutTest => Dropped is not null ? "dropped" : IsOutOfTime ? "no time" : "failed";

    /// <summary>Wall-clock seconds of all its trials.</summary>
    public double ArmSeconds { get; init; }

    /// <summary>The most confident mistakes on test, most confident first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];
}
