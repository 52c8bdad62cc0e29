using System.Numerics.Tensors;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Exactly one label is right: the probabilities sum to 1, those of labels that were not learned are 0. Two classes need one score (the
/// first class's is 0), more need one each.
/// </summary>
/// <inheritdoc/>
internal sealed class SoftmaxLink(int labels, int[] learned) : ScoreLink(labels, learned)
{
    /// <inheritdoc/>
    public override int Scores { get; } = learned.Length <= 2 ? learned.Length - 1 : learned.Length;

    /// <inheritdoc/>
    protected override string MarkSuffix => "";

    /// <inheritdoc/>
    public override double[] Probabilities(ReadOnlySpan<double> scores)
    {
        var probabilities = new double[Labels];
        var unscored = Learned.Length - scores.Length;
        var highest = scores.IsEmpty ? 0 : TensorPrimitives.Max(scores);
        if (unscored > 0) highest = Math.Max(highest, 0);
        double sum = 0;
        if (unscored > 0) sum = probabilities[Learned[0]] = Math.Exp(-highest);
        for (var s = 0; s < scores.Length; s++) sum += probabilities[Learned[unscored + s]] = Math.Exp(scores[s] - highest);
        TensorPrimitives.Divide(probabilities, sum, probabilities);
        return probabilities;
    }
}
