namespace Fulcrum.Ladder.Rungs;

/// <summary>What a predictor says of one input.</summary>
/// <param name="Index">Position of the input among those given.</param>
/// <param name="Label">Index of the label; <see langword="null"/> where a generated answer could not be read.</param>
/// <param name="Milliseconds">Its share of the time of its batch.</param>
public sealed record Answer(int Index, int? Label, double Milliseconds)
{
    /// <summary>Probability per label, summing to 1; empty where the model only wrote an answer.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>Tokens that the model read for this input: prompt and text.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Tokens that the model wrote.</summary>
    public int GeneratedTokens { get; init; }

    /// <summary>What the model wrote, where it generated.</summary>
    public string? Raw { get; init; }

    /// <summary>Whether the text was too long and only a part of it was read.</summary>
    public bool WasCut { get; init; }

    /// <summary>The position of the highest value; of the first of several.</summary>
    public static int ArgMax(IReadOnlyList<double> values)
    {
        var best = 0;
        for (var index = 1; index < values.Count; index++)
            if (values[index] > values[best]) best = index;
        return best;
    }

    /// <summary>An answer with the most probable label.</summary>
    public static Answer Of(int index, IReadOnlyList<double> probabilities, double milliseconds) =>
        new(index, ArgMax(probabilities), milliseconds) { Probabilities = probabilities };
}
