using Fulcrum.Ladder.Files;

namespace Fulcrum.Bench.Verdicts;

/// <summary>
/// Which rows of a data set each arm answered rightly, at several sizes of training and with several seeds: a file of <c>logs/</c>, made by
/// <see cref="LogMaker"/>.
/// </summary>
internal sealed record StoredLogs
{
    /// <summary>The data set's name.</summary>
    public required string Set { get; init; }

    /// <summary>Rows of train that there are.</summary>
    public required int TrainRows { get; init; }

    /// <summary>Rows of test.</summary>
    public required int TestRows { get; init; }

    /// <summary>Rows of dev.</summary>
    public required int DevRows { get; init; }

    /// <summary>Rows of each group of test, in the order of the bits; empty where rows come alone.</summary>
    public IReadOnlyList<int> TestGroups { get; init; } = [];

    /// <summary>The same for dev.</summary>
    public IReadOnlyList<int> DevGroups { get; init; } = [];

    /// <summary>The trials.</summary>
    public IReadOnlyList<StoredTrial> Trials { get; init; } = [];

    private static string Folder => Path.Combine(Repository.Folder, "bench", "Fulcrum.Bench", "Verdicts", "logs");

    /// <summary>All sets that are stored.</summary>
    public static IReadOnlyList<StoredLogs> ReadAll() =>
        Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(JsonFile.Read<StoredLogs>)] : [];

    /// <summary>A set; <see langword="null"/> where it is not stored.</summary>
    public static StoredLogs? Find(string set) => File.Exists(PathOf(set)) ? JsonFile.Read<StoredLogs>(PathOf(set)) : null;

    /// <summary>Writes the file.</summary>
    public void Write() => JsonFile.Write(PathOf(Set), this);

    /// <summary>Another test part: groups, or rows that come alone, drawn with replacement until there are as many rows.</summary>
    /// <returns>The part, and which stored row each of its rows is.</returns>
    public (Rows Rows, IReadOnlyList<int> Stored) Redraw(int count, Random random)
    {
        var groups = TestGroups.Count == 0 ? [.. Enumerable.Repeat(1, TestRows)] : TestGroups;
        var starts = new int[groups.Count];
        for (var group = 1; group < starts.Length; group++) starts[group] = starts[group - 1] + groups[group - 1];
        var (sizes, stored) = (new List<int>(), new List<int>());
        while (stored.Count < count)
        {
            var group = random.Next(starts.Length);
            sizes.Add(groups[group]);
            stored.AddRange(Enumerable.Range(starts[group], groups[group]));
        }

        return (Rows.OfSizes($"{stored.Count} rows", sizes), stored);
    }

    /// <summary>Of a trial on the whole test part.</summary>
    public double Accuracy(StoredTrial trial) => Enumerable.Range(0, TestRows).Average(row => trial.IsRight(row) ? 1.0 : 0);

    private static string PathOf(string set) => Path.Combine(Folder, $"{set}.json");
}
