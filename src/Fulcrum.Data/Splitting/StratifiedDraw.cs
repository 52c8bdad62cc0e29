namespace Fulcrum.Data.Splitting;

/// <summary>Draws whole groups until every label has its share, in the seeded order.</summary>
internal static class StratifiedDraw
{
    /// <summary>The groups drawn. At least one row of every label is drawn, and at least one stays, wherever its groups allow both.</summary>
    /// <param name="groups">What can be drawn.</param>
    /// <param name="share">The share of each label's rows to draw.</param>
    /// <param name="order">The seeded order.</param>
    public static IReadOnlySet<RowGroup> Draw(IReadOnlyList<RowGroup> groups, double share, HashOrder order)
    {
        var total = groups.SelectMany(group => group.CountByLabel).GroupBy(label => label.Key)
            .ToDictionary(label => label.Key, label => label.Sum(count => count.Value));
        var sorted = groups.OrderBy(group => order.Key(group.Id), StringComparer.Ordinal).ToList();
        // One label after the other in classification: no row is of two.
        var isMultiLabel = groups.Any(group => group.Rows[0].Labels.IsList);
        var drawn = isMultiLabel ? IterativeStratification.Draw(sorted, share) : DrawShares(sorted, share, total);
        var taken = drawn.SelectMany(group => group.CountByLabel).GroupBy(label => label.Key)
            .ToDictionary(label => label.Key, label => label.Sum(count => count.Value));

        // A label whose groups are all larger than its share: better too large a share than none.
        foreach (var label in total.Keys.Order(StringComparer.Ordinal).Where(label => !taken.ContainsKey(label)))
        {
            var smallest = sorted
                .Where(group => group.CountByLabel.Any(count => count.Key == label)
                    && group.CountByLabel.All(count => taken.GetValueOrDefault(count.Key) + count.Value < total[count.Key]))
                .MinBy(group => group.Rows.Count);
            if (smallest is null) continue;
            drawn.Add(smallest);
            foreach (var (other, count) in smallest.CountByLabel) taken[other] = taken.GetValueOrDefault(other) + count;
        }

        return drawn;
    }

    /// <summary>Every group that makes no label exceed its share.</summary>
    private static HashSet<RowGroup> DrawShares(IReadOnlyList<RowGroup> sorted, double share, Dictionary<string, int> total)
    {
        var wanted = total.ToDictionary(label => label.Key, label => Math.Max(1, (int)((share * label.Value) + 1e-9)));
        var taken = total.ToDictionary(label => label.Key, _ => 0);
        var drawn = new HashSet<RowGroup>(ReferenceEqualityComparer.Instance);
        foreach (var group in sorted)
        {
            if (!group.CountByLabel.All(label => taken[label.Key] + label.Value <= Math.Min(wanted[label.Key], total[label.Key] - 1))) continue;
            drawn.Add(group);
            foreach (var (label, count) in group.CountByLabel) taken[label] += count;
        }

        return drawn;
    }
}
