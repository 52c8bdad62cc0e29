using Fulcrum.Data.Duplicates;

namespace Fulcrum.Data.Splitting;

/// <summary>Rows that must stay on one side of a split: near-duplicates of each other, or of one <see cref="Example.Group"/>.</summary>
internal sealed record RowGroup(IReadOnlyList<Example> Rows)
{
    /// <summary>The id that stands for the group, whatever the order of its rows.</summary>
    public string Id { get; } = Rows.Count == 1 ? Rows[0].Id : Rows.Select(row => row.Id).Min(StringComparer.Ordinal)!;

    /// <summary>Stands for the rows without a label, which are to be divided as those of a label are.</summary>
    private static readonly string[] NoLabel = [""];

    /// <summary>Rows per label; those of a multi-label task without any count as one of an empty name.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> CountByLabel { get; } =
        [.. Rows.SelectMany(row => row.Labels.Count == 0 ? NoLabel : row.Labels.AsEnumerable()).CountBy(label => label)];

    /// <summary>The groups of some rows; a row that hangs together with no other is a group of its own.</summary>
    public static IReadOnlyList<RowGroup> Of(IReadOnlyList<Example> rows, CancellationToken cancellationToken)
    {
        var sets = new NearDuplicateIndex([.. rows.Select(row => row.Text)], cancellationToken).Groups(cancellationToken);
        var firstOfGroup = new Dictionary<string, int>();
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Group is { } group && !firstOfGroup.TryAdd(group, i)) sets.Union(firstOfGroup[group], i);
        return [.. rows.Select((row, i) => (Row: row, Set: sets.Find(i))).GroupBy(pair => pair.Set, pair => pair.Row).Select(set => new RowGroup([.. set]))];
    }
}
