using Fulcrum.Data;

namespace Fulcrum.Ladder.Reports;

/// <summary>What the data is.</summary>
public sealed record DataCard
{
    /// <summary>Part to rows.</summary>
    public required IReadOnlyDictionary<DatasetPart, int> Rows { get; init; }

    /// <summary>Part to rows without any label, where a row may have none; parts without such rows are left out.</summary>
    public IReadOnlyDictionary<DatasetPart, int> WithoutLabel { get; init; } = new Dictionary<DatasetPart, int>();

    /// <summary>Part to label to rows. A row that has several labels counts for each.</summary>
    public required IReadOnlyDictionary<DatasetPart, IReadOnlyDictionary<string, int>> Counts { get; init; }

    /// <summary>Part to the groups that its rows come in; parts whose rows all stand for themselves are left out.</summary>
    public IReadOnlyDictionary<DatasetPart, int> Groups { get; init; } = new Dictionary<DatasetPart, int>();

    /// <summary>Characters per text: median, 95th percentile, maximum.</summary>
    public required IReadOnlyList<int> Characters { get; init; }

    /// <summary>How it was read and split, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
