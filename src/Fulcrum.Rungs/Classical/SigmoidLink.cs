namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Any number of labels is right: each has a score and a probability of its own. A label that all or none of the training rows have is
/// not learned: its probability is 1 or 0, as in scikit-learn's <c>OneVsRestClassifier</c>.
/// </summary>
/// <param name="labels">The number of the task's labels.</param>
/// <param name="learned">Positions of the labels that some training rows have and others have not, ascending.</param>
/// <param name="always">Positions of the labels that all training rows have, ascending.</param>
internal sealed class SigmoidLink(int labels, int[] learned, int[] always) : ScoreLink(labels, learned)
{
    /// <summary>See <see cref="ScoreLink.MarkSuffix"/>.</summary>
    public const string Suffix = "-sigmoid";

    /// <inheritdoc/>
    public override int Scores => Learned.Length;

    /// <inheritdoc/>
    protected override string MarkSuffix => Suffix;

    /// <inheritdoc/>
    public override double[] Probabilities(ReadOnlySpan<double> scores)
    {
        var probabilities = new double[Labels];
        foreach (var label in always) probabilities[label] = 1;
        for (var s = 0; s < scores.Length; s++) probabilities[Learned[s]] = 1 / (1 + Math.Exp(-scores[s]));
        return probabilities;
    }

    /// <inheritdoc/>
    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        WritePositions(writer, always);
    }
}
