using Fulcrum.Data;
using Fulcrum.Data.Leakage;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
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

    /// <summary>Machine and versions: name to value.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The command line that makes this run again.</summary>
    public required string Command { get; init; }

    /// <summary>SHA-256 of <c>examples.jsonl</c>, part after part as split: 64 hexadecimal digits.</summary>
    public required string DataHash { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }
}

/// <summary>One trial as shown.</summary>
public sealed record TrialReport
{
    /// <summary>The trial.</summary>
    public required Trial Trial { get; init; }

    /// <summary>Its rung.</summary>
    public required RungDescription Rung { get; init; }

    /// <summary>How it ended.</summary>
    public required TrialResult Result { get; init; }

    /// <summary>On test; <see langword="null"/> where it failed.</summary>
    public ClassificationMetrics? Test { get; init; }

    /// <summary>On shift, where there is such a part.</summary>
    public ClassificationMetrics? Shift { get; init; }

    /// <summary>The most confident mistakes on test, most confident first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];
}

/// <summary>One confident mistake, with the other rungs' answers to the same example.</summary>
/// <param name="Example">The example.</param>
/// <param name="Prediction">What this trial said.</param>
/// <param name="Others">Trial id to what it said.</param>
public sealed record Mistake(Example Example, Prediction Prediction, IReadOnlyDictionary<string, Prediction> Others);

/// <summary>What the data is.</summary>
public sealed record DataCard
{
    /// <summary>Part to label to rows.</summary>
    public required IReadOnlyDictionary<DatasetPart, IReadOnlyDictionary<string, int>> Counts { get; init; }

    /// <summary>Part to the groups that its rows come in; parts whose rows all stand for themselves are left out.</summary>
    public IReadOnlyDictionary<DatasetPart, int> Groups { get; init; } = new Dictionary<DatasetPart, int>();

    /// <summary>Characters per text: median, 95th percentile, maximum.</summary>
    public required IReadOnlyList<int> Characters { get; init; }

    /// <summary>How it was read and split, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
