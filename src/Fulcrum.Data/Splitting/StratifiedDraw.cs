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
        var wanted = total.ToDictionary(label => label.Key, label => Math.Max(1, (int)((share * label.Value) + 1e-9)));
        var taken = total.ToDictionary(label => label.Key, _ => 0);
        var drawn = new HashSet<RowGroup>(ReferenceEqualityComparer.Instance);
        var sorted = groups.OrderBy(group => order.Key(group.Id), StringComparer.Ordinal).ToList();

        foreach (var group in sorted)
            if (group.CountByLabel.All(label => taken[label.Key] + label.Value <= Math.Min(wanted[label.Key], total[label.Key] - 1))) Take(group);

        // A label whose groups are all larger than its share: better too large a share than none.
        foreach (var label in total.Keys.Order(StringComparer.Ordinal).Where(label => taken[label] == 0))
        {
            var smallest = sorted
                .Where(group => group.CountByLabel.Any(count => count.Key == label)
                    && group.CountByLabel.All(count => taken[count.Key] + count.Value < total[count.Key]))
                .MinBy(group => group.Rows.Count);
            if (smallest is not null) Take(smallest);
        }

        return drawn;

        void Take(RowGroup group)
        {
            drawn.Add(group);
            foreach (var (label, count) in group.CountByLabel) taken[label] += count;
        }
    }
}
