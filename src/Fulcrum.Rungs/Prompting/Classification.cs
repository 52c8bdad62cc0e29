using Fulcrum.Data;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What a model says of one text.</summary>
/// <param name="Example">The text.</param>
/// <param name="Label">Index of the label; null where the answer could not be read.</param>
/// <param name="Prompt">What the model was given.</param>
/// <param name="Milliseconds">Its share of the batch's time.</param>
public sealed record Classification(Example Example, int? Label, FormattedPrompt Prompt, double Milliseconds)
{
    /// <summary>Probability per label; empty where the model only wrote an answer.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>What the model wrote.</summary>
    public string? Raw { get; init; }

    /// <summary>Tokens it wrote.</summary>
    public int GeneratedTokens { get; init; }
}
