namespace Fulcrum.Ladder.Tasks;

/// <summary>Finds labels that must be found although missing them costs nothing.</summary>
internal static class FreeMisses
{
    /// <summary>The labels with a minimum recall whose row of the costs makes no wrong answer dearer than the right one.</summary>
    /// <param name="labels">All labels of the task; what the costs do not say of one of them is 1 where it is wrong.</param>
    /// <param name="costs">Truth to answer to cost.</param>
    /// <param name="minimumRecall">The labels that must be found.</param>
    public static IEnumerable<string> Find(
        IReadOnlyCollection<string> labels, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> costs, IEnumerable<string> minimumRecall) =>
        minimumRecall.Where(label =>
            costs.TryGetValue(label, out var row)
            && labels.Contains(label)
            && labels.Where(answer => answer != label).All(answer => row.GetValueOrDefault(answer, 1) <= row.GetValueOrDefault(label, 0)));
}
