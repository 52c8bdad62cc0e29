namespace Fulcrum.Ladder.LabelErrors;

/// <summary>
/// Tells with which labels a rung confidently disagrees (Northcutt, Jiang and Chuang 2021, Journal of Artificial Intelligence Research 70, 1373-1411):
/// a row counts for a class where the rung gives that class at least the probability that it gives it on average in rows that have it.
/// </summary>
internal sealed class ConfidentLearning
{
    private readonly double[] _thresholds;

    /// <summary>Learns how sure a rung is of each class.</summary>
    /// <param name="rows">Probabilities per class, out of sample, and the class that the data says.</param>
    /// <param name="classes">How many classes there are.</param>
    public ConfidentLearning(IReadOnlyCollection<(IReadOnlyList<double> Probabilities, int Label)> rows, int classes) =>
        // No probability reaches the threshold of a class that no row has.
        _thresholds = [.. Enumerable.Range(0, classes).Select(label => rows.Where(row => row.Label == label).Select(row => row.Probabilities[label]).DefaultIfEmpty(double.PositiveInfinity).Average())];

    /// <summary>The class that the rung confidently takes a row for, of several the most probable; <see langword="null"/> where it takes it for none.</summary>
    public int? ClassOf(IReadOnlyList<double> probabilities)
    {
        int? best = null;
        for (var label = 0; label < _thresholds.Length; label++)
            if (probabilities[label] >= _thresholds[label] && (best is null || probabilities[label] > probabilities[best.Value])) best = label;
        return best;
    }
}
