using Fulcrum.Data;

namespace Fulcrum.Ladder.Trials;

/// <summary>A completed trial with all that it predicted.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Predictions">What it predicted, part by part, each example once.</param>
public sealed record TrialLog(Trial Trial, TrialResult Result, ILookup<DatasetPart, Prediction> Predictions)
{
    /// <summary>What it predicted of one part; empty where it was not asked.</summary>
    public IReadOnlyList<Prediction> Of(DatasetPart part) => [.. Predictions[part]];

    /// <summary>The milliseconds of one text of a part, on average; <see langword="null"/> where there is none.</summary>
    public double? MillisecondsPerText(DatasetPart part) => Predictions[part].Any() ? Predictions[part].Average(prediction => prediction.Milliseconds) : null;

    /// <summary>The share of a part's rows that it has right, 0 to 1.</summary>
    /// <param name="part">The part.</param>
    /// <param name="score">How right a prediction is, 0 to 1.</param>
    public double Accuracy(DatasetPart part, Func<Prediction, double> score) => Predictions[part].Select(score).DefaultIfEmpty(0).Average();
}
