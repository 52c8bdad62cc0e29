using Fulcrum.Data.Leakage;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Flips;
using Fulcrum.Ladder.LabelErrors;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>A finished run as the table and the HTML report show it; computed from the run folder's files alone.</summary>
public sealed record ComparisonReport
{
    /// <summary>The task.</summary>
    public required TaskDefinition Task { get; init; }

    /// <summary>When the comparison was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The trials in the ladder's order.</summary>
    public required IReadOnlyList<TrialReport> Trials { get; init; }

    /// <summary>Rows per part and label.</summary>
    public required DataCard Data { get; init; }

    /// <summary>Leakage found.</summary>
    public required LeakageReport Leakage { get; init; }

    /// <summary>What the perturbations look like, one row of test for each; empty where there is no perturbed copy.</summary>
    public IReadOnlyList<PerturbedTexts> PerturbedTexts { get; init; } = [];

    /// <summary>Machine and versions: name to value.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The command line that makes this run again.</summary>
    public required string Command { get; init; }

    /// <summary>SHA-256 of <c>examples.jsonl</c>, part after part as split: 64 hexadecimal digits.</summary>
    public required string DataHash { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Cascades of two rungs, or why there are none.</summary>
    public CascadeReports Cascades { get; init; } = CascadeReports.None;

    /// <summary>Rows whose labels may be wrong.</summary>
    public LabelErrorReport LabelErrors { get; init; } = LabelErrorReport.None;

    /// <summary>What changes from one rung to another, row by row.</summary>
    public IReadOnlyList<FlipReport> Flips { get; init; } = [];
}
