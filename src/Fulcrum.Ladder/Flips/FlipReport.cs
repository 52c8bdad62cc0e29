using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Flips;

/// <summary>What changes from one rung to another on the test rows that both answered.</summary>
public sealed record FlipReport
{
    /// <summary>Why these two are compared.</summary>
    public required FlipReason Reason { get; init; }

    /// <summary>The trial that things change from.</summary>
    public required string From { get; init; }

    /// <summary>The trial that things change to.</summary>
    public required string To { get; init; }

    /// <summary>Rows that both answered.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that only the second has right.</summary>
    public required IReadOnlyList<Flip> Fixed { get; init; }

    /// <summary>Rows that only the first has right.</summary>
    public required IReadOnlyList<Flip> Broken { get; init; }

    /// <summary>Rows that both have wrong, but not with the same answer.</summary>
    public required IReadOnlyList<Flip> Changed { get; init; }

    /// <summary>Accuracy of the second minus that of the first, with its paired 95 % interval.</summary>
    public required Interval Difference { get; init; }
}

/// <summary>Why two rungs are compared row by row.</summary>
public enum FlipReason
{
    /// <summary>A model as it comes, and the same model tuned.</summary>
    Tuning,

    /// <summary>The cheapest rung, and the recommended one.</summary>
    Recommendation,
}

/// <summary>One row and the two answers.</summary>
/// <param name="Example">The row.</param>
/// <param name="Before">What the first said.</param>
/// <param name="After">What the second said.</param>
public sealed record Flip(Example Example, Prediction Before, Prediction After);
