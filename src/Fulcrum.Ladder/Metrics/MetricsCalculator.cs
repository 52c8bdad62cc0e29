using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics;

/// <summary>Computes every metric from the log of predictions.</summary>
public static class MetricsCalculator
{
    /// <summary>The metrics of one trial on one part.</summary>
    /// <param name="kind">What an answer is.</param>
    /// <param name="labels">All labels of the task.</param>
    /// <param name="predictions">The log's lines of that part, at least one.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="latencies">Milliseconds of requests for one text each; none where the predictions were made one by one.</param>
    /// <param name="groups">Which examples belong together; <see langword="null"/>: each stands for itself.</param>
    /// <param name="effect">What all trials on that part show of these groups; <see langword="null"/>: what this one does.</param>
    /// <exception cref="ArgumentException">There is no prediction, or one of a label that is not among the labels.</exception>
    public static TaskMetrics Compute(
        TaskKind kind,
        IReadOnlyList<string> labels,
        IReadOnlyList<Prediction> predictions,
        int seed,
        IReadOnlyList<double>? latencies = null,
        ExampleGroups? groups = null,
        DesignEffect? effect = null)
    {
        if (predictions.Count == 0) throw new ArgumentException("There is nothing to measure.", nameof(predictions));
        var outcomes = Outcomes.Of(kind, labels, predictions);
        var counts = outcomes.Count();
        var clusters = (groups ?? ExampleGroups.None).ClustersOf(predictions.Select(p => p.Id));
        double[] scores = [.. predictions.Select(p => kind.Score(p.Predicted, p.Labels))];
        var calibration = CalibrationError.Compute(Claims(kind, outcomes, predictions));
        // Texts of one batch share its time, so their times are no independent values.
        var isTimed = latencies is { Count: > 0 };
        double[] milliseconds = [.. (isTimed ? latencies! : predictions.Select(p => p.Milliseconds)).Order()];
        var selective = RiskCoverage.Compute([.. Confidences(kind, outcomes, predictions).Zip(scores, (confidence, score) => (confidence, score))]);
        return new TaskMetrics
        {
            Count = predictions.Count,
            Accuracy = WilsonInterval.Compute(scores.Average(), EffectiveSize.Compute(scores, clusters, effect)),
            MacroF1 = BootstrapInterval.Compute(outcomes, clusters, F1Score.Macro, seed),
            MicroF1 = kind.IsExclusive ? null : BootstrapInterval.Compute(outcomes, clusters, F1Score.Micro, seed),
            PerLabel = [.. labels.Select((name, label) => F1Score.OfLabel(counts, label, name))],
            Confusion = kind.IsExclusive ? outcomes.Confusion() : [],
            CalibrationError = calibration?.Error,
            Calibration = calibration?.Bins ?? [],
            Aurc = selective?.Area,
            RiskCoverage = selective?.Points ?? [],
            LatencyP50 = Percentile.OfSorted(milliseconds, 0.5),
            LatencyP95 = Percentile.OfSorted(milliseconds, 0.95),
            LatencyP50Interval = isTimed ? Percentile.IntervalOfSorted(milliseconds, 0.5) : null,
            LatencyP95Interval = isTimed ? Percentile.IntervalOfSorted(milliseconds, 0.95) : null,
            MillisecondsPerText = predictions.Average(p => p.Milliseconds),
            PromptTokens = predictions.Average(p => p.PromptTokens),
            GeneratedTokens = predictions.Average(p => p.GeneratedTokens),
        };
    }

    private static IEnumerable<(double Probability, bool IsTrue)> Claims(TaskKind kind, Outcomes outcomes, IReadOnlyList<Prediction> predictions) => predictions
        .Zip(outcomes.OfExample, (prediction, place) => (prediction.Probabilities, Outcome: outcomes.Distinct[place]))
        .Where(row => row.Probabilities.Count > 0)
        .SelectMany(row => kind.Claims(row.Probabilities, row.Outcome.Predicted ?? [], row.Outcome.Truth));

    /// <summary>How sure each answer is; 0 of those that cannot be read or have no probabilities.</summary>
    private static IEnumerable<double> Confidences(TaskKind kind, Outcomes outcomes, IReadOnlyList<Prediction> predictions) => predictions
        .Zip(outcomes.OfExample, (prediction, place) => (prediction.Probabilities, outcomes.Distinct[place].Predicted))
        .Select(row => row is { Probabilities.Count: > 0, Predicted: { } answer } ? kind.Confidence(row.Probabilities, answer) : 0);
}
