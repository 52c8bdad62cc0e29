using System.Numerics.Tensors;

namespace Fulcrum.Rungs.Classical;

/// <summary>Solves <c>H·x = b</c> for a positive semi-definite H that is known by its products only (Hestenes and Stiefel 1952).</summary>
/// <param name="size">The number of unknowns.</param>
internal sealed class ConjugateGradients(int size)
{
    private const int MaximumSteps = 250;

    private readonly float[] residual = new float[size];
    private readonly float[] conjugate = new float[size];
    private readonly float[] product = new float[size];

    /// <summary>Improves <paramref name="solution"/>, from zero, until the residual's norm is at most <paramref name="tolerance"/> times that of <paramref name="rightSide"/>.</summary>
    /// <param name="multiply">Writes H times its first argument to its second.</param>
    /// <param name="rightSide">b.</param>
    /// <param name="solution">x.</param>
    /// <param name="tolerance">Relative, below 1.</param>
    /// <param name="isStopped">Asked before every product; what was found so far is the solution then.</param>
    public void Solve(
        Action<float[], float[]> multiply, float[] rightSide, float[] solution, float tolerance, Func<bool> isStopped)
    {
        Array.Clear(solution);
        rightSide.CopyTo(residual, 0);
        rightSide.CopyTo(conjugate, 0);
        var squared = TensorPrimitives.SumOfSquares<float>(residual);
        var goal = squared * tolerance * tolerance;
        for (var step = 0; step < MaximumSteps && squared > goal && !isStopped(); step++)
        {
            multiply(conjugate, product);
            var curvature = TensorPrimitives.Dot<float>(conjugate, product);
            if (curvature <= 0) return;

            var length = squared / curvature;
            TensorPrimitives.MultiplyAdd(conjugate, length, solution, solution);
            TensorPrimitives.MultiplyAdd(product, -length, residual, residual);
            var next = TensorPrimitives.SumOfSquares<float>(residual);
            TensorPrimitives.MultiplyAdd(conjugate, next / squared, residual, conjugate);
            squared = next;
        }
    }
}
