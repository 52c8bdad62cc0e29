namespace Fulcrum.Ladder.Metrics;

/// <summary>The percentile bootstrap (Efron 1979) of a figure that is computed from a confusion matrix.</summary>
internal static class BootstrapInterval
{
    private const int Resamples = 2000;

    /// <summary>The figure with its 95 % interval over resamples of the examples.</summary>
    /// <param name="labels">Number of labels.</param>
    /// <param name="cells">The cell of each example, see <see cref="ConfusionMatrix.CellsOf"/>.</param>
    /// <param name="figure">What to compute.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public static Interval Compute(int labels, int[] cells, Func<ConfusionMatrix, double> figure, int seed)
    {
        var confusion = new ConfusionMatrix(labels);
        foreach (var cell in cells) confusion.Add(cell);
        var value = figure(confusion);
        var random = new Random(seed);
        var figures = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            confusion.Clear();
            for (var n = 0; n < cells.Length; n++) confusion.Add(cells[random.Next(cells.Length)]);
            figures[i] = figure(confusion);
        }

        Array.Sort(figures);
        return new Interval(value, Percentile.OfSorted(figures, 0.025), Percentile.OfSorted(figures, 0.975));
    }
}
