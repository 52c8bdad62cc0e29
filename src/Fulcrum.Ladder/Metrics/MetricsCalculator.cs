using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics;

/// <summary>Computes every metric from the log of predictions.</summary>
public static class MetricsCalculator
{
    /// <summary>The metrics of one trial on one part.</summary>
    /// <param name="labels">All labels of the task.</param>
    /// <param name="predictions">The log's lines of that part, at least one.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="latencies">Milliseconds of requests for one text each; none where the predictions were made one by one.</param>
    /// <param name="groups">Which examples belong together; <see langword="null"/>: each stands for itself.</param>
    /// <exception cref="ArgumentException">There is no prediction, or one of a label that is not among the labels.</exception>
    public static ClassificationMetrics Compute(
        IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, int seed, IReadOnlyList<double>? latencies = null, ExampleGroups? groups = null)
    {
        if (predictions.Count == 0) throw new ArgumentException("There is nothing to measure.", nameof(predictions));
        var cells = ConfusionMatrix.CellsOf(labels, predictions);
        var confusion = new ConfusionMatrix(labels.Count);
        foreach (var cell in cells) confusion.Add(cell);
        var clusters = (groups ?? ExampleGroups.None).ClustersOf(predictions.Select(p => p.Id));
        double[] hits = [.. predictions.Select(p => p.Predicted == p.Label ? 1.0 : 0.0)];
        var calibration = CalibrationError.Compute(predictions);
        double[] milliseconds = [.. (latencies is { Count: > 0 } ? latencies : predictions.Select(p => p.Milliseconds)).Order()];
        return new ClassificationMetrics
        {
            Count = predictions.Count,
            Accuracy = WilsonInterval.Compute(hits.Average(), EffectiveSize.Compute(hits, clusters)),
            MacroF1 = BootstrapInterval.Compute(labels.Count, cells, clusters, F1Score.Macro, seed),
            PerLabel = [.. labels.Select((name, label) => F1Score.OfLabel(confusion, label, name))],
            Confusion = confusion.Rows,
            CalibrationError = calibration?.Error,
            Calibration = calibration?.Bins ?? [],
            LatencyP50 = Percentile.OfSorted(milliseconds, 0.5),
            LatencyP95 = Percentile.OfSorted(milliseconds, 0.95),
            MillisecondsPerText = predictions.Average(p => p.Milliseconds),
            PromptTokens = predictions.Average(p => p.PromptTokens),
            GeneratedTokens = predictions.Average(p => p.GeneratedTokens),
        };
    }
}
