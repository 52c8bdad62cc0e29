namespace Fulcrum.Ladder.Rungs;

/// <summary>What a predictor says of one input.</summary>
/// <param name="Index">Position of the input among those given.</param>
/// <param name="Milliseconds">Its share of the time of its batch.</param>
public sealed record Answer(int Index, double Milliseconds)
{
    /// <summary>
    /// Positions of the labels, ascending. A rung that gives probabilities leaves it to the kind of task to decide on them, see
    /// <see cref="DecidingPredictor"/>; after that <see langword="null"/> says that what the model wrote could not be read.
    /// </summary>
    public IReadOnlyList<int>? Labels { get; init; }

    /// <summary>Probability per label, summing to 1 where exactly one label is right; empty where the model only wrote an answer.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>Tokens that the model read for this input: prompt and text.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Tokens that the model wrote.</summary>
    public int GeneratedTokens { get; init; }

    /// <summary>What the model wrote, where it generated.</summary>
    public string? Raw { get; init; }

    /// <summary>Whether the text was too long and only a part of it was read.</summary>
    public bool WasCut { get; init; }

    /// <summary>An answer in probabilities, on which the kind of task decides.</summary>
    public static Answer Of(int index, IReadOnlyList<double> probabilities, double milliseconds) => new(index, milliseconds) { Probabilities = probabilities };
}
