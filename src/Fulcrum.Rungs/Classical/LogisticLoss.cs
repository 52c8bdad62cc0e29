namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Mean negative log-likelihood (nats) of the rows' labels given their scores, and its derivatives with respect to the scores.
/// Scores are [rows × width], row by row, padded to the width.
/// </summary>
/// <param name="rows">The number of rows.</param>
/// <param name="scores">Scores per row without padding.</param>
/// <param name="width">Scores per row with padding.</param>
internal abstract class LogisticLoss(int rows, int scores, int width)
{
    /// <summary>The number of rows.</summary>
    protected int Rows { get; } = rows;

    /// <summary>Scores per row without padding.</summary>
    protected int Scores { get; } = scores;

    /// <summary>Scores per row with padding.</summary>
    protected int Width { get; } = width;

    /// <summary>What a row's derivatives are multiplied by for those of the mean.</summary>
    protected float Scale { get; } = 1f / rows;

    /// <summary>What each score's outcome is taken to be, [rows × width]; 0 in the padding.</summary>
    protected float[] Probabilities { get; } = new float[rows * width];

    /// <summary>The loss at <paramref name="at"/>; sets where <see cref="Gradient"/> and <see cref="Curvature"/> are taken.</summary>
    public abstract double Evaluate(float[] at);

    /// <summary>The derivative of the loss by each score.</summary>
    public void Gradient(float[] gradient)
    {
        for (var k = 0; k < gradient.Length; k++) gradient[k] = Probabilities[k] * Scale;
        SubtractTruth(gradient);
    }

    /// <summary>Replaces a change of the scores by the change of the gradient that it makes (the Hessian times it).</summary>
    public abstract void Curvature(float[] change);

    /// <summary>The diagonal of the Hessian with respect to the scores.</summary>
    public void Diagonal(float[] diagonal)
    {
        for (var k = 0; k < diagonal.Length; k++) diagonal[k] = Scale * Probabilities[k] * (1 - Probabilities[k]);
    }

    /// <summary>Subtracts <see cref="Scale"/> where a score's outcome is true.</summary>
    protected abstract void SubtractTruth(float[] gradient);
}
