using Fulcrum.Data.Labels;

namespace Fulcrum.Data.Splitting;

/// <summary>
/// Divides groups of rows with several labels in two so that each label has its share: label by label, the one with the fewest rows
/// left first, each group goes where the label lacks most rows.
/// </summary>
/// <remarks>Sechidis, Tsoumakas and Vlahavas, On the Stratification of Multi-Label Data (ECML PKDD 2011), with the seeded order where they toss a coin.</remarks>
internal sealed class IterativeStratification
{
    private readonly Dictionary<string, int> _left;
    private readonly Dictionary<string, double> _lackingDrawn;
    private readonly Dictionary<string, double> _lackingKept;
    private readonly Dictionary<string, int> _kept;
    private readonly HashSet<RowGroup> _drawn = new(ReferenceEqualityComparer.Instance);
    private double _rowsLackingDrawn;
    private double _rowsLackingKept;

    private IterativeStratification(IReadOnlyList<RowGroup> groups, double share)
    {
        _left = groups.SelectMany(group => group.CountByLabel).GroupBy(label => label.Key).ToDictionary(label => label.Key, label => label.Sum(count => count.Value));
        _kept = _left.ToDictionary();
        _lackingDrawn = _left.ToDictionary(label => label.Key, label => Math.Max(1, share * label.Value));
        _lackingKept = _left.ToDictionary(label => label.Key, label => label.Value - _lackingDrawn[label.Key]);
        var rows = groups.Sum(group => group.Rows.Count);
        _rowsLackingDrawn = share * rows;
        _rowsLackingKept = rows - _rowsLackingDrawn;
    }

    /// <summary>The groups drawn: of no label all rows.</summary>
    /// <param name="sorted">The groups in the seeded order.</param>
    /// <param name="share">The share of each label's rows to draw; at least one row.</param>
    public static HashSet<RowGroup> Draw(IReadOnlyList<RowGroup> sorted, double share)
    {
        var division = new IterativeStratification(sorted, share);
        division.Divide(sorted);
        return division._drawn;
    }

    private void Divide(IReadOnlyList<RowGroup> sorted)
    {
        string[] labels = [.. _left.Keys.Order(StringComparer.Ordinal)];
        var groups = sorted.SelectMany(group => group.CountByLabel, (group, count) => (group, count.Key)).ToLookup(pair => pair.Key, pair => pair.group);
        var position = new LabelIndex(labels);
        // A label is queued anew when rows of it went with another; what was queued before no longer fits what is left.
        var queue = new PriorityQueue<string, (int Rows, int Position)>(labels.Select(label => (label, (_left[label], position[label]))));
        var done = new HashSet<RowGroup>(ReferenceEqualityComparer.Instance);
        while (queue.TryDequeue(out var label, out var queued))
        {
            if (queued.Rows != _left[label]) continue;
            foreach (var group in groups[label].Where(done.Add))
            {
                Place(group, label);
                foreach (var (other, _) in group.CountByLabel)
                    if (other != label) queue.Enqueue(other, (_left[other], position[other]));
            }
        }
    }

    private void Place(RowGroup group, string label)
    {
        var lacksMore = (_lackingDrawn[label], _rowsLackingDrawn).CompareTo((_lackingKept[label], _rowsLackingKept)) > 0;
        // A group larger than what is lacking goes where it overshoots less.
        var count = group.CountByLabel.First(other => other.Key == label).Value;
        var isDrawn = count > 1 ? _lackingDrawn[label] >= count / 2.0 && lacksMore : lacksMore;
        isDrawn &= group.CountByLabel.All(other => other.Value < _kept[other.Key]);
        foreach (var (other, rows) in group.CountByLabel)
        {
            _left[other] -= rows;
            if (isDrawn) _kept[other] -= rows;
            (isDrawn ? _lackingDrawn : _lackingKept)[other] -= rows;
        }

        if (isDrawn) _rowsLackingDrawn -= group.Rows.Count;
        else _rowsLackingKept -= group.Rows.Count;
        if (isDrawn) _drawn.Add(group);
    }
}
