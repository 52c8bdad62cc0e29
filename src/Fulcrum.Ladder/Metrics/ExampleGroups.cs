using Fulcrum.Data;

namespace Fulcrum.Ladder.Metrics;

/// <summary>Which examples belong together, and so are no independent evidence: those of one <see cref="Example.Group"/>, and near-duplicates.</summary>
public sealed class ExampleGroups
{
    private readonly Dictionary<string, string> _groups;

    private ExampleGroups(Dictionary<string, string> groups, string? name) => (_groups, Name) = (groups, name);

    /// <summary>Every example stands for itself.</summary>
    public static ExampleGroups None { get; } = new([], null);

    /// <summary>What a group is called in the data, e.g. <c>family</c>, where that is known.</summary>
    public string? Name { get; }

    /// <summary>The groups of examples; one without a group and without a near-duplicate stands for itself.</summary>
    /// <param name="examples">The examples, ids unique.</param>
    /// <param name="name">What a group is called in the data.</param>
    /// <param name="nearDuplicates">
    /// Ids of examples that are near-duplicates of each other, see <see cref="Fulcrum.Data.Splitting.NearDuplicateSets"/>. Groups that share such a set
    /// are one, as they are where a split is drawn.
    /// </param>
    public static ExampleGroups Of(IEnumerable<Example> examples, string? name = null, IEnumerable<IReadOnlyList<string>>? nearDuplicates = null)
    {
        var groups = examples.Where(e => e.Group is not null).ToDictionary(e => e.Id, e => e.Group!);
        return new(nearDuplicates is null ? groups : Joined(groups, nearDuplicates), name);
    }

    /// <summary>The groups of what has no other name than its id.</summary>
    /// <param name="groups">Id to group; what is not in it stands for itself.</param>
    internal static ExampleGroups Of(IReadOnlyDictionary<string, string> groups) => new(new(groups), null);

    /// <summary>The number of each example's group, from 0 in the order in which groups appear.</summary>
    internal int[] ClustersOf(IEnumerable<string> ids)
    {
        var numbers = new Dictionary<string, int>();
        var next = 0;
        return [.. ids.Select(Number)];

        int Number(string id)
        {
            if (!_groups.TryGetValue(id, out var group)) return next++;
            if (!numbers.TryGetValue(group, out var number)) numbers.Add(group, number = next++);
            return number;
        }
    }

    /// <summary>How many groups the examples come in.</summary>
    internal int Count(IEnumerable<string> ids) => ClustersOf(ids).DefaultIfEmpty(-1).Max() + 1;

    private static Dictionary<string, string> Joined(Dictionary<string, string> groups, IEnumerable<IReadOnlyList<string>> sets)
    {
        // Names that stand for others lead to the one that stands for all; a set without any group is named after its first example.
        var standIns = new Dictionary<string, string>();
        var joined = groups.ToDictionary(example => example.Key, example => $"group {example.Value}");
        foreach (var set in sets)
        {
            var first = StandIn(joined.GetValueOrDefault(set[0]) ?? $"example {set[0]}");
            foreach (var id in set)
            {
                if (!joined.TryAdd(id, first) && StandIn(joined[id]) is var other && other != first) standIns.Add(other, first);
            }
        }

        return joined.ToDictionary(example => example.Key, example => StandIn(example.Value));

        string StandIn(string name)
        {
            while (standIns.TryGetValue(name, out var other)) name = other;
            return name;
        }
    }
}
