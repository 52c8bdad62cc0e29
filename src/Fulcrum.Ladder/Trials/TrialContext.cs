using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Ladder.Trials;

/// <summary>Everything a rung is given.</summary>
public sealed class TrialContext
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    /// <summary>The trial.</summary>
    public required Trial Trial { get; init; }

    /// <summary>The task: name, labels, prompts.</summary>
    public required TaskDefinition Task { get; init; }

    /// <summary>The split that all rungs share.</summary>
    public required DataSplit Data { get; init; }

    /// <summary>Where predictions go.</summary>
    public required IPredictionLog Predictions { get; init; }

    /// <summary>Where progress goes.</summary>
    public required IProgress<TrialProgress> Progress { get; init; }

    /// <summary>A folder for what would be served (adapter, weights, vocabulary); created on first use by the rung.</summary>
    public required string ArtifactFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock
    {
        get;
        init => (field, _started) = (value, value.GetTimestamp());
    }
    = TimeProvider.System;

    /// <summary>When the run was created: the date that prompts tell, so that a resumed run reads what the first one read.</summary>
    public DateTimeOffset RunCreated
    {
        get => field == default ? Clock.GetUtcNow() : field;
        init;
    }

    /// <summary>How long the trial has run: since this was made.</summary>
    public TimeSpan Elapsed => Clock.GetElapsedTime(_started);

    /// <summary>When the trial's budget ends, or <see langword="null"/>.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When a share (0 to 1) of the time that is left now will have passed; <see langword="null"/> without a budget.</summary>
    public DateTimeOffset? EndOf(double share)
    {
        if (Deadline is not { } end) return null;
        var now = Clock.GetUtcNow();
        return now + share * (end - now);
    }

    /// <summary>Whether the budget is spent.</summary>
    public bool IsOverBudget => Deadline is { } end && Clock.GetUtcNow() >= end;
}
