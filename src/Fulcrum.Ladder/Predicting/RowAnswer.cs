using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Predicting;

/// <summary>What was answered to one row.</summary>
/// <param name="Labels">
/// Positions of the labels; <see langword="null"/> where the row has no text, what a model wrote could not be read, or the model could not
/// read the text.
/// </param>
public sealed record RowAnswer(IReadOnlyList<int>? Labels)
{
    /// <summary>To a row without text.</summary>
    public static readonly RowAnswer None = new((IReadOnlyList<int>?)null);

    /// <summary>So many decimals of a probability are the same whichever machine it is computed on.</summary>
    private const int Decimals = 6;

    /// <summary>Probability per label, rounded to six decimals; empty where the rung has none.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>Whether the text was too long and only a part of it was read.</summary>
    public bool WasCut { get; init; }

    /// <summary>Why the model cannot read the text, and what to do, e.g. that it is too long; <see langword="null"/> where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Probability that the answer is right; <see langword="null"/> where there is none.</summary>
    public double? Confidence { get; init; }

    /// <summary>Takes over what a predictor said.</summary>
    public static RowAnswer Of(Answer answer, TaskKind kind) => new(answer.Labels)
    {
        Probabilities = [.. answer.Probabilities.Select(value => Math.Round(value, Decimals))],
        Confidence = answer is { Labels: { } labels, Probabilities.Count: > 0 } ? Math.Round(kind.Confidence(answer.Probabilities, labels), Decimals) : null,
        WasCut = answer.WasCut,
    };
}
