namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Mean negative log-likelihood (nats) of the classes given their scores, and its derivatives with respect to the scores.
/// Scores are [rows × width], row by row, padded to the width; with one score per row the first of two classes has score 0.
/// </summary>
/// <param name="targets">The class per row.</param>
/// <param name="scores">Scores per row without padding.</param>
/// <param name="width">Scores per row with padding.</param>
internal sealed class LogisticLoss(int[] targets, int scores, int width)
{
    private readonly float[] _probabilities = new float[targets.Length * width];
    private readonly bool _firstIsZero = scores == 1;

    /// <summary>The loss at <paramref name="at"/>; sets where <see cref="Gradient"/> and <see cref="Curvature"/> are taken.</summary>
    public double Evaluate(float[] at)
    {
        double loss = 0;
        for (var row = 0; row < targets.Length; row++)
        {
            var score = at.AsSpan(row * width, scores);
            var probability = _probabilities.AsSpan(row * width, scores);
            var highest = _firstIsZero ? 0 : float.NegativeInfinity;
            foreach (var s in score) highest = MathF.Max(highest, s);
            var sum = _firstIsZero ? MathF.Exp(-highest) : 0;
            for (var c = 0; c < score.Length; c++) sum += probability[c] = MathF.Exp(score[c] - highest);
            foreach (ref var p in probability) p /= sum;

            var target = ScoreOf(row);
            loss += highest + Math.Log(sum) - (target < 0 ? 0 : score[target]);
        }

        return loss / targets.Length;
    }

    /// <summary>The derivative of the loss by each score.</summary>
    public void Gradient(float[] gradient)
    {
        var scale = 1f / targets.Length;
        for (var k = 0; k < gradient.Length; k++) gradient[k] = _probabilities[k] * scale;
        for (var row = 0; row < targets.Length; row++)
        {
            var target = ScoreOf(row);
            if (target >= 0) gradient[(row * width) + target] -= scale;
        }
    }

    /// <summary>Replaces a change of the scores by the change of the gradient that it makes (the Hessian times it).</summary>
    public void Curvature(float[] change)
    {
        var scale = 1f / targets.Length;
        for (var row = 0; row < targets.Length; row++)
        {
            var probability = _probabilities.AsSpan(row * width, scores);
            var z = change.AsSpan(row * width, scores);
            float mean = 0;
            for (var c = 0; c < z.Length; c++) mean += probability[c] * z[c];
            for (var c = 0; c < z.Length; c++) z[c] = scale * probability[c] * (z[c] - mean);
        }
    }

    /// <summary>The diagonal of the Hessian with respect to the scores.</summary>
    public void Diagonal(float[] diagonal)
    {
        var scale = 1f / targets.Length;
        for (var k = 0; k < diagonal.Length; k++) diagonal[k] = scale * _probabilities[k] * (1 - _probabilities[k]);
    }

    private int ScoreOf(int row) => _firstIsZero ? targets[row] - 1 : targets[row];
}
