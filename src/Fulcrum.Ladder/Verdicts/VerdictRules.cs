using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>By what a verdict is made.</summary>
public sealed record VerdictRules
{
    /// <summary>A loss to the best rung that does not matter, as a share of the metric: .01 is one point.</summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>The figure that decides.</summary>
    public DecisionMetric Metric { get; init; } = DecisionMetric.Accuracy;

    /// <summary>What costs less comes first: the order among trials that are equally good.</summary>
    public IComparer<TrialReport> ByCost { get; init; } = Comparer<TrialReport>.Create((one, other) =>
        (one.Rung.Rank, one.Test!.LatencyP50, one.Result.WallSeconds).CompareTo((other.Rung.Rank, other.Test!.LatencyP50, other.Result.WallSeconds)));

    /// <summary>Rows of the test part.</summary>
    public required int TestRows { get; init; }

    /// <summary>The labels of the task.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Which examples belong together.</summary>
    public ExampleGroups Groups { get; init; } = ExampleGroups.None;

    /// <summary>How an answer is scored.</summary>
    public TaskKind Kind { get; init; } = TaskKind.Classification;
}
