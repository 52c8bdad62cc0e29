using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Diffs;

/// <summary>A rung that two runs have in common, on the test rows that it answered in both.</summary>
public sealed record RungDiff
{
    /// <summary>The rung's name.</summary>
    public required string Rung { get; init; }

    /// <summary>The model in the first run, if any.</summary>
    public string? ModelBefore { get; init; }

    /// <summary>The model in the second run, if any.</summary>
    public string? ModelAfter { get; init; }

    /// <summary>The trial's id in the first run.</summary>
    public required string TrialBefore { get; init; }

    /// <summary>The trial's id in the second run.</summary>
    public required string TrialAfter { get; init; }

    /// <summary>Test rows that it answered in both.</summary>
    public required int Rows { get; init; }

    /// <summary>The share of them that it answered right in the first run, 0 to 1.</summary>
    public required double Before { get; init; }

    /// <summary>The same in the second run.</summary>
    public required double After { get; init; }

    /// <summary>The second minus the first, with the 95 % interval of this rung alone (paired, groups taken as independent).</summary>
    public required Interval Difference { get; init; }

    /// <summary>Whether the two are equal, of this rung alone.</summary>
    public required double PValue { get; init; }

    /// <summary>The same, adjusted for all rungs (Holm 1979).</summary>
    public required double AdjustedPValue { get; init; }

    /// <summary>Rows that were wrong and are right.</summary>
    public required int Fixed { get; init; }

    /// <summary>Rows that were right and are wrong.</summary>
    public required int Broken { get; init; }

    /// <summary>The first of the fixed rows.</summary>
    public IReadOnlyList<ChangedRow> FixedRows { get; init; } = [];

    /// <summary>The first of the broken rows.</summary>
    public IReadOnlyList<ChangedRow> BrokenRows { get; init; } = [];

    /// <summary>The median time of a request for one text, second run by first; <see langword="null"/> where the first has none.</summary>
    public double? LatencyRatio { get; init; }

    /// <summary>What 1,000 requests cost, second run by first; likewise.</summary>
    public double? CostRatio { get; init; }
}
