namespace Fulcrum.Tuning.Training;

/// <summary>A text whose labels are to be learned.</summary>
/// <param name="Tokens">Token ids; at least one.</param>
/// <param name="Labels">The positions of its labels.</param>
public sealed record LabeledText(int[] Tokens, IReadOnlyList<int> Labels) : ITrainingExample
{
    /// <inheritdoc/>
    public int Length => Tokens.Length;
}
