using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Costs;

/// <summary>How long a text takes where texts are answered in batches, from the times in a log of predictions.</summary>
public static class Throughput
{
    /// <summary>Batches below which their spread says little: the range is then that of <see cref="WidestFactor"/>.</summary>
    private const int FewestBatches = 3;

    /// <summary>Where there are too few batches, half to double what was measured.</summary>
    private const double WidestFactor = 2;

    /// <summary>Times of batches beyond the upper quartile by so many interquartile ranges are taken as that (Tukey 1977: far out): a hiccup of the machine.</summary>
    private const double FarOut = 3;

    private const double TwoSided = 0.975;

    /// <summary>
    /// Seconds per text with their 95 % interval: all time over all texts, batches taken as what was drawn. Predictions one after another
    /// with the same time are a batch, whose time was divided evenly. The interval is Student's, of the logarithm, so that it stays above 0.
    /// </summary>
    /// <param name="log">Predictions in the order in which they were made, at least one.</param>
    public static Interval SecondsPerText(IReadOnlyList<Prediction> log)
    {
        var batches = new List<(double Seconds, int Texts)>();
        foreach (var prediction in log)
        {
            var seconds = prediction.Milliseconds / 1000;
            if (batches.Count > 0 && batches[^1].Seconds == seconds) batches[^1] = (seconds, batches[^1].Texts + 1);
            else batches.Add((seconds, 1));
        }

        var limit = Limit([.. batches.Select(batch => batch.Seconds).Order()]);
        double[] perText = [.. batches.Select(batch => Math.Min(batch.Seconds, limit))];
        var mean = perText.Zip(batches, (seconds, batch) => seconds * batch.Texts).Sum() / log.Count;
        if (mean <= 0) return new Interval(0, 0, 0);
        if (batches.Count < FewestBatches) return new Interval(mean, mean / WidestFactor, mean * WidestFactor);

        // The variance of a ratio of sums over batches (Cochran 1977, 6.4).
        var squares = perText.Zip(batches, (seconds, batch) => Math.Pow((seconds - mean) * batch.Texts, 2)).Sum();
        var error = Math.Sqrt(batches.Count / (batches.Count - 1.0) * squares) / log.Count;
        var factor = Math.Exp(StudentT.Quantile(TwoSided, batches.Count - 1) * error / mean);
        return new Interval(mean, mean / factor, mean * factor);
    }

    private static double Limit(double[] ascending)
    {
        var (lower, upper) = (Percentile.OfSorted(ascending, 0.25), Percentile.OfSorted(ascending, 0.75));
        return ascending.Length < FewestBatches ? double.PositiveInfinity : upper + (FarOut * (upper - lower));
    }
}
