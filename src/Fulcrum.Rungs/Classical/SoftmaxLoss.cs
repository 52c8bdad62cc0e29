namespace Fulcrum.Rungs.Classical;

/// <summary>The loss of classes that exclude each other, more than two.</summary>
/// <param name="targets">Per row the score of its class.</param>
/// <param name="scores">Scores per row without padding: the classes.</param>
/// <param name="width">Scores per row with padding.</param>
internal sealed class SoftmaxLoss(int[] targets, int scores, int width) : LogisticLoss(targets.Length, scores, width)
{
    /// <inheritdoc/>
    public override double Evaluate(float[] at)
    {
        double loss = 0;
        for (var row = 0; row < Rows; row++)
        {
            var score = at.AsSpan(row * Width, Scores);
            var probability = Probabilities.AsSpan(row * Width, Scores);
            var highest = float.NegativeInfinity;
            foreach (var s in score) highest = MathF.Max(highest, s);
            float sum = 0;
            for (var c = 0; c < score.Length; c++) sum += probability[c] = MathF.Exp(score[c] - highest);
            foreach (ref var p in probability) p /= sum;
            loss += highest + Math.Log(sum) - score[targets[row]];
        }

        return loss / Rows;
    }

    /// <inheritdoc/>
    public override void Curvature(float[] change)
    {
        for (var row = 0; row < Rows; row++)
        {
            var probability = Probabilities.AsSpan(row * Width, Scores);
            var z = change.AsSpan(row * Width, Scores);
            float mean = 0;
            for (var c = 0; c < z.Length; c++) mean += probability[c] * z[c];
            for (var c = 0; c < z.Length; c++) z[c] = Scale * probability[c] * (z[c] - mean);
        }
    }

    /// <inheritdoc/>
    protected override void SubtractTruth(float[] gradient)
    {
        for (var row = 0; row < Rows; row++) gradient[(row * Width) + targets[row]] -= Scale;
    }
}
