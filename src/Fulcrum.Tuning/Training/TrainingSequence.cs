
namespace Fulcrum.Tuning.Training;

/// <summary>Tokens to learn from.</summary>
/// <param name="Tokens">Token ids; at least two.</param>
/// <param name="Targets">
/// Positions in <paramref name="Tokens"/> that the model learns to predict from those before them: ascending, at least one, never 0.
/// </param>
public sealed record TrainingSequence(int[] Tokens, int[] Targets) : ITrainingExample
{
    /// <inheritdoc/>
    public int Length => Tokens.Length;

    /// <summary>Only the answer is learned, not the prompt before it.</summary>
    public static TrainingSequence Answer(IReadOnlyCollection<int> prompt, IReadOnlyCollection<int> answer) =>
        new([.. prompt, .. answer], [.. Enumerable.Range(prompt.Count, answer.Count)]);

    /// <summary>Every token is learned from those before it.</summary>
    public static TrainingSequence NextToken(int[] tokens) => new(tokens, [.. Enumerable.Range(1, tokens.Length - 1)]);

    /// <summary>What the model has to read: nothing behind the last target is looked at, nor the last target itself.</summary>
    internal ReadOnlySpan<int> Inputs => Tokens.AsSpan(0, Targets[^1]);
}
