using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Predicting;

/// <summary>What was answered to one row.</summary>
/// <param name="Label">Index of the label; <see langword="null"/> where the row has no text, what a model wrote could not be read, or the model could not read the text.</param>
public sealed record RowAnswer(int? Label)
{
    /// <summary>To a row without text.</summary>
    public static readonly RowAnswer None = new((int?)null);

    /// <summary>So many decimals of a probability are the same whichever machine it is computed on.</summary>
    private const int Decimals = 6;

    /// <summary>Probability per label, rounded to six decimals; empty where the rung has none.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>Whether the text was too long and only a part of it was read.</summary>
    public bool WasCut { get; init; }

    /// <summary>Why the model cannot read the text, and what to do, e.g. that it is too long; <see langword="null"/> where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Probability of the label; <see langword="null"/> where there is none.</summary>
    public double? Confidence => Label is { } label && label < Probabilities.Count ? Probabilities[label] : null;

    /// <summary>Takes over what a predictor said.</summary>
    public static RowAnswer Of(Answer answer) =>
        new(answer.Label) { Probabilities = [.. answer.Probabilities.Select(value => Math.Round(value, Decimals))], WasCut = answer.WasCut };
}
