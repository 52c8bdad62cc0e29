using Fulcrum.Data.Duplicates;

namespace Fulcrum.Data.Splitting;

/// <summary>Rows of a part that are near-duplicates of each other, and so are one piece of evidence rather than several.</summary>
public static class NearDuplicateSets
{
    /// <summary>
    /// The sets of two or more rows of dev, of test and of shift that hang together by near-duplicate pairs (a Jaccard similarity of character 5-grams
    /// of at least 0.75): the ids of each. A draw keeps such rows on one side of a split, and there they stay together.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(DataSplit split, CancellationToken cancellationToken = default) =>
        [.. new[] { DatasetPart.Dev, DatasetPart.Test, DatasetPart.Shift }.SelectMany(part => Within(split[part], cancellationToken))];

    private static IEnumerable<IReadOnlyList<string>> Within(IReadOnlyList<Example> rows, CancellationToken cancellationToken)
    {
        if (rows.Count < 2) return [];
        var sets = new NearDuplicateIndex([.. rows.Select(row => row.Text)], cancellationToken).Groups(cancellationToken);
        return rows.Index()
            .GroupBy(row => sets.Find(row.Index), row => row.Item.Id)
            .Select(set => set.ToArray())
            .Where(set => set.Length > 1);
    }
}
