namespace Fulcrum.Models.Generation;

/// <summary>What a model wrote after one prompt.</summary>
/// <param name="Index">The position of its prompt among all, from 0.</param>
/// <param name="Text">The text, without the stop string and without special tokens.</param>
/// <param name="Tokens">All tokens written; without the one that ends a sequence.</param>
/// <param name="Ending">Why the model stopped writing.</param>
/// <param name="Milliseconds">Its share of the batch's time up to its end.</param>
public sealed record GeneratedText(int Index, string Text, IReadOnlyList<int> Tokens, GenerationEnding Ending, double Milliseconds)
{
    /// <summary>One for each of <see cref="Tokens"/>; empty where they were not asked for.</summary>
    public IReadOnlyList<TokenLogProbabilities> LogProbabilities { get; init; } = [];
}

/// <summary>Why writing ended.</summary>
public enum GenerationEnding
{
    /// <summary>The model ended the sequence.</summary>
    EndToken,

    /// <summary>A stop string was written.</summary>
    StopString,

    /// <summary>The tokens allowed, or those that the model has positions for, were written.</summary>
    Length,

    /// <summary>What the constraint asks for is written, and nothing may follow it.</summary>
    Complete,
}
