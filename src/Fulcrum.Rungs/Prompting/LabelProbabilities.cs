namespace Fulcrum.Rungs.Prompting;

/// <summary>Log-probabilities of answers to probabilities of labels.</summary>
/// <param name="variant">One of those that score.</param>
/// <param name="answerLengths">Tokens of each label's answer.</param>
/// <param name="contentFree">Each label's probability for texts without content; needed for <see cref="ScoringVariant.Calibrated"/>.</param>
internal sealed class LabelProbabilities(ScoringVariant variant, IReadOnlyList<int> answerLengths, IReadOnlyList<double>? contentFree)
{
    /// <summary>Probability per label, summing to 1.</summary>
    /// <param name="logProbabilities">Per label that of its whole answer, nats.</param>
    public double[] From(IReadOnlyList<double> logProbabilities) => Softmax([.. logProbabilities.Select(Score)]);

    /// <summary>e^x / Σ e^x.</summary>
    public static double[] Softmax(double[] scores)
    {
        var highest = scores.Max();
        var exponentials = scores.Select(score => Math.Exp(score - highest)).ToArray();
        var sum = exponentials.Sum();
        return [.. exponentials.Select(value => value / sum)];
    }

    private double Score(double logProbability, int label) => variant switch
    {
        ScoringVariant.Sum => logProbability,
        ScoringVariant.Normalized => logProbability / answerLengths[label],
        ScoringVariant.Calibrated => logProbability - Math.Log(Math.Max(contentFree![label], 1e-12)),
        _ => throw new InvalidOperationException($"{variant} does not score."),
    };
}
