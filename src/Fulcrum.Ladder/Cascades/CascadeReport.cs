using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Cascades;

/// <summary>
/// A cascade: the cheap rung answers what it is sure of, the costly one the rest. It was never run: its predictions are those of its parts.
/// <see cref="Log"/>, <see cref="Test"/> and <see cref="Shift"/> are what a trial has, so that it can be judged as one.
/// </summary>
public sealed record CascadeReport
{
    /// <summary>The cascade as a trial: its id, name and rung; its predictions on dev, test and shift; times and sizes of both parts together.</summary>
    public required TrialLog Log { get; init; }

    /// <summary>Its parts, its threshold and what is guaranteed of it.</summary>
    public required CascadeSettings Settings { get; init; }

    /// <summary>On the test rows that both parts answered.</summary>
    public required TaskMetrics Test { get; init; }

    /// <summary>On the shift rows that both parts answered.</summary>
    public TaskMetrics? Shift { get; init; }

    /// <summary>The share of test rows that the costly part answered, 0 to 1.</summary>
    public required double Escalated { get; init; }

    /// <summary>Test rows that it has wrong and the costly part alone would have right.</summary>
    public required int Lost { get; init; }

    /// <summary>Test rows that it has right and the costly part alone would have wrong.</summary>
    public required int Won { get; init; }

    /// <summary>Milliseconds per test text of the costly part alone.</summary>
    public required double CostlyMilliseconds { get; init; }
}

/// <summary>The cascades of a run.</summary>
/// <param name="Cascades">Those that there are, the one on the most accurate costly rung first.</param>
/// <param name="Notes">Why a cascade was not made, one sentence each.</param>
public sealed record CascadeReports(IReadOnlyList<CascadeReport> Cascades, IReadOnlyList<string> Notes)
{
    /// <summary>Neither cascades nor reasons.</summary>
    public static CascadeReports None { get; } = new([], []);
}
