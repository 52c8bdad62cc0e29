using Fulcrum.Data;

namespace Fulcrum.Rungs.Head;

/// <summary>
/// In which order rows are embedded, so that whenever time is up those done are a fair sample: of every label the same share, train
/// and dev alike, and one row of each label at once. A row with several labels counts for the rarest of them, as in iterative
/// stratification (Sechidis et al. 2011), since the frequent ones come along anyway.
/// </summary>
internal static class EmbeddingOrder
{
    /// <summary>The positions of the rows of one part.</summary>
    /// <param name="examples">The part.</param>
    /// <param name="most">Rows that are wanted at most.</param>
    /// <param name="seed">Draws the order within a label.</param>
    public static int[] Of(IReadOnlyList<Example> examples, int most, int seed)
    {
        int[] rows = [.. Enumerable.Range(0, examples.Count)];
        new Random(seed).Shuffle(rows);
        var counts = examples.SelectMany(example => example.Labels).CountBy(label => label).ToDictionary();
        return [.. rows.GroupBy(row => examples[row].Labels.MinBy(label => counts[label])).SelectMany(Spread).OrderBy(row => row.Place).ThenBy(row => row.Item).Take(most).Select(row => row.Item)];
    }

    /// <summary>Both parts, spread evenly.</summary>
    /// <param name="train">Its rows in their order.</param>
    /// <param name="dev">Likewise.</param>
    public static (bool IsDev, int Index)[] Of(IReadOnlyList<int> train, IReadOnlyList<int> dev) =>
    [
        .. Spread(train.Select(row => (IsDev: false, Index: row))).Concat(Spread(dev.Select(row => (IsDev: true, Index: row))))
            .OrderBy(row => row.Place).ThenBy(row => row.Item.IsDev).Select(row => row.Item),
    ];

    /// <summary>Each item with its place between 0 and 1.</summary>
    private static IEnumerable<(T Item, double Place)> Spread<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        return all.Select((item, index) => (item, (double)index / all.Length));
    }
}
