using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics;

/// <summary>Counts of truth against prediction; one column more than labels, for answers that could not be read.</summary>
internal sealed class ConfusionMatrix(int labels)
{
    private readonly int[] _cells = new int[labels * (labels + 1)];

    /// <summary>Number of labels.</summary>
    public int Labels => labels;

    /// <summary>Number of cells, truth after truth.</summary>
    public int Cells => _cells.Length;

    /// <summary>How often <paramref name="truth"/> was taken for <paramref name="predicted"/>.</summary>
    public int this[int truth, int predicted] => _cells[(truth * (labels + 1)) + predicted];

    /// <summary>The rows as lists.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Rows =>
        [.. _cells.Chunk(labels + 1)];

    /// <summary>The cell of each prediction.</summary>
    /// <exception cref="ArgumentException">A prediction's true label is not one of the labels.</exception>
    public static int[] CellsOf(IReadOnlyList<string> labels, IEnumerable<Prediction> predictions)
    {
        var index = labels.Select((label, i) => (label, i)).ToDictionary(l => l.label, l => l.i);
        return [.. predictions.Select(Cell)];

        int Cell(Prediction prediction)
        {
            if (!index.TryGetValue(prediction.Label, out var truth))
                throw new ArgumentException($"`{prediction.Label}` of example `{prediction.Id}` is not one of the labels.", nameof(predictions));
            var predicted = prediction.Predicted is { } name && index.TryGetValue(name, out var known) ? known : labels.Count;
            return (truth * (labels.Count + 1)) + predicted;
        }
    }

    /// <summary>Counts an example so many times; a negative number takes it back.</summary>
    public void Add(int cell, int times = 1) => _cells[cell] += times;

    /// <summary>Forgets all counts.</summary>
    public void Clear() => Array.Clear(_cells);
}
