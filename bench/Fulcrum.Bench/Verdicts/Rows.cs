using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Bench.Verdicts;

/// <summary>A made-up test part: rows, alone or in groups.</summary>
internal sealed class Rows
{
    private Rows(string name, int[] clusters, bool isGrouped)
    {
        (Name, Clusters, IsGrouped) = (name, clusters, isGrouped);
        Ids = [.. clusters.Select((_, row) => $"{row}")];
        Groups = isGrouped ? ExampleGroups.Of(clusters.Select((cluster, row) => new Example($"{row}", "", "yes") { Group = $"{cluster}" })) : ExampleGroups.None;
    }

    public string Name { get; }

    public int[] Clusters { get; }

    public bool IsGrouped { get; }

    public string[] Ids { get; }

    public ExampleGroups Groups { get; }

    public int Count => Clusters.Length;

    public static Rows Alone(int count) => new($"{count} rows", [.. Enumerable.Range(0, count)], false);

    /// <summary>Groups of given sizes; rows alone where all are 1.</summary>
    public static Rows OfSizes(string name, IReadOnlyList<int> sizes) =>
        new(name, [.. sizes.SelectMany((size, group) => Enumerable.Repeat(group, size))], sizes.Any(size => size > 1));

    /// <summary>Groups of 1 to 10 rows.</summary>
    public static Rows InGroups(int count, Random random)
    {
        var clusters = new List<int>();
        for (var group = 0; clusters.Count < count; group++)
            clusters.AddRange(Enumerable.Repeat(group, Math.Min(count - clusters.Count, random.Next(1, 11))));
        return new($"{count} rows in groups of 1 to 10", [.. clusters], true);
    }

    public static Rows InGroupsOf(int size, int groups) =>
        new($"{groups} groups of {size}", [.. Enumerable.Range(0, size * groups).Select(row => row / size)], true);
}
