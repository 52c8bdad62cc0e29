using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics;

/// <summary>Expected calibration error over bins of equal mass (Naeini et al. 2015; bins as in Nixon et al. 2019).</summary>
internal static class CalibrationError
{
    private const int Bins = 15;

    /// <summary>The error and its bins, lowest confidence first; <see langword="null"/> where no prediction has probabilities.</summary>
    public static (double Error, IReadOnlyList<CalibrationBin> Bins)? Compute(IEnumerable<Prediction> predictions)
    {
        var sorted = predictions
            .Where(p => p.Probabilities.Count > 0)
            .Select(p => (Confidence: p.Probabilities.Max(), IsRight: p.Predicted == p.Label))
            .OrderBy(p => p.Confidence)
            .ToArray();
        if (sorted.Length == 0) return null;
        var bins = Enumerable.Range(0, Bins)
            .Select(i => sorted[(i * sorted.Length / Bins)..((i + 1) * sorted.Length / Bins)])
            .Where(bin => bin.Length > 0)
            .Select(bin => new CalibrationBin(bin.Average(p => p.Confidence), bin.Average(p => p.IsRight ? 1.0 : 0.0), bin.Length))
            .ToArray();
        return (bins.Sum(bin => Math.Abs(bin.Accuracy - bin.Confidence) * bin.Count) / sorted.Length, bins);
    }
}
