namespace Fulcrum.Rungs.Classical;

/// <summary>
/// The loss of outcomes that are independent of each other, summed over them: with one score that of binary logistic regression, with more
/// that of one binary model per score.
/// </summary>
/// <param name="truths">Per row the scores whose outcome is true.</param>
/// <param name="scores">Scores per row without padding.</param>
/// <param name="width">Scores per row with padding.</param>
internal sealed class SigmoidLoss(int[][] truths, int scores, int width) : LogisticLoss(truths.Length, scores, width)
{
    /// <inheritdoc/>
    public override double Evaluate(float[] at)
    {
        double loss = 0;
        for (var row = 0; row < Rows; row++)
        {
            var score = at.AsSpan(row * Width, Scores);
            var probability = Probabilities.AsSpan(row * Width, Scores);
            for (var s = 0; s < score.Length; s++)
            {
                var highest = MathF.Max(0, score[s]);
                var sum = MathF.Exp(-highest) + (probability[s] = MathF.Exp(score[s] - highest));
                probability[s] /= sum;
                loss += highest + Math.Log(sum);
            }

            foreach (var s in truths[row]) loss -= score[s];
        }

        return loss / Rows;
    }

    /// <inheritdoc/>
    public override void Curvature(float[] change)
    {
        for (var k = 0; k < change.Length; k++) change[k] *= Scale * Probabilities[k] * (1 - Probabilities[k]);
    }

    /// <inheritdoc/>
    protected override void SubtractTruth(float[] gradient)
    {
        for (var row = 0; row < Rows; row++)
            foreach (var s in truths[row]) gradient[(row * Width) + s] -= Scale;
    }
}
