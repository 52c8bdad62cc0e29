namespace Fulcrum.Ladder.Metrics;

/// <summary>What the prediction log says of one trial on one part.</summary>
public sealed record TaskMetrics
{
    /// <summary>Examples measured.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// The share of rows answered right (<see cref="TaskKinds.TaskKind.AccuracyName"/>) with its Wilson 95 % interval; of examples in groups,
    /// of their <see cref="EffectiveSize"/>, for which the trials of a run share what they show of the groups (<see cref="DesignEffect"/>).
    /// </summary>
    public required Interval Accuracy { get; init; }

    /// <summary>Macro-F1 with its 95 % interval by the bootstrap, see <see cref="BootstrapInterval"/>.</summary>
    public required Interval MacroF1 { get; init; }

    /// <summary>Micro-F1 with its 95 % interval, where more than one label may be right; with exactly one it says no more than accuracy.</summary>
    public Interval? MicroF1 { get; init; }

    /// <summary>Per label, in the order of the task's labels.</summary>
    public required IReadOnlyList<LabelMetrics> PerLabel { get; init; }

    /// <summary>
    /// <c>Confusion[truth][predicted]</c>; the last column counts answers that could not be read. Empty where more than one label may be right.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>Expected calibration error over at most 15 bins of equal mass, without what chance adds (0 to 1); <see langword="null"/> without probabilities.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>The bins behind <see cref="CalibrationError"/>: mean confidence, accuracy, count.</summary>
    public IReadOnlyList<CalibrationBin> Calibration { get; init; } = [];

    /// <summary>
    /// The area under the curve of <see cref="RiskCoverage"/>, 0 to 1, lower is better: the mean error rate where only the surest rows are answered;
    /// <see langword="null"/> where the rung does not say that it is surer of some than of others.
    /// </summary>
    public double? Aurc { get; init; }

    /// <summary>The error rate among the rows that the rung is surest of, by the share of rows that these are; at most 20 points.</summary>
    public IReadOnlyList<CoveragePoint> RiskCoverage { get; init; } = [];

    /// <summary>Median milliseconds of a request for one text.</summary>
    public double LatencyP50 { get; init; }

    /// <summary>95th percentile of the milliseconds of a request for one text.</summary>
    public double LatencyP95 { get; init; }

    /// <summary><see cref="LatencyP50"/> with its 95 % interval, which holds whatever the distribution; <see langword="null"/> where fewer than 6 single requests were timed.</summary>
    public Interval? LatencyP50Interval { get; init; }

    /// <summary><see cref="LatencyP95"/> with its 95 % interval, which holds whatever the distribution; <see langword="null"/> where fewer than 72 single requests were timed.</summary>
    public Interval? LatencyP95Interval { get; init; }

    /// <summary>Mean milliseconds per text as they were scored, in batches where the rung makes some: the inverse of the throughput.</summary>
    public double MillisecondsPerText { get; init; }

    /// <summary>Mean tokens read per example.</summary>
    public double PromptTokens { get; init; }

    /// <summary>Mean tokens generated per example.</summary>
    public double GeneratedTokens { get; init; }
}

/// <summary>Precision, recall and F1 of one label (0 to 1; 0 where undefined).</summary>
public sealed record LabelMetrics(string Label, double Precision, double Recall, double F1, int Support);

/// <summary>One bin of the reliability diagram.</summary>
public sealed record CalibrationBin(double Confidence, double Accuracy, int Count);

/// <summary>A point of the risk-coverage curve.</summary>
/// <param name="Coverage">The share of rows answered, 0 to 1.</param>
/// <param name="Risk">The error rate among them, 0 to 1.</param>
public sealed record CoveragePoint(double Coverage, double Risk);
