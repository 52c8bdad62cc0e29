using System.Numerics.Tensors;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Solves <c>H·x = b</c> for a positive semi-definite H that is known by its products and its diagonal only (Hestenes and Stiefel 1952),
/// preconditioned by that diagonal: terms that are a thousand times as frequent as others have curvatures as different.
/// </summary>
/// <param name="size">The number of unknowns.</param>
internal sealed class ConjugateGradients(int size)
{
    private const int MaximumSteps = 250;

    private readonly float[] _residual = new float[size];
    private readonly float[] _scaled = new float[size];
    private readonly float[] _conjugate = new float[size];
    private readonly float[] _image = new float[size];

    /// <summary>Improves <paramref name="solution"/>, from zero, until the residual's norm is at most <paramref name="tolerance"/> times that of <paramref name="rightSide"/>.</summary>
    /// <param name="multiply">Writes H times its first argument to its second.</param>
    /// <param name="diagonal">The diagonal of H, above 0.</param>
    /// <param name="rightSide">b.</param>
    /// <param name="solution">x.</param>
    /// <param name="tolerance">Relative, below 1.</param>
    /// <param name="isStopped">Asked before every product; what was found so far is the solution then.</param>
    public void Solve(
        Action<float[], float[]> multiply, float[] diagonal, float[] rightSide, float[] solution, float tolerance, Func<bool> isStopped)
    {
        Array.Clear(solution);
        rightSide.CopyTo(_residual, 0);
        var squared = TensorPrimitives.SumOfSquares<float>(_residual);
        var goal = squared * tolerance * tolerance;
        TensorPrimitives.Divide<float>(_residual, diagonal, _scaled);
        _scaled.CopyTo(_conjugate, 0);
        var product = TensorPrimitives.Dot<float>(_residual, _scaled);
        for (var step = 0; step < MaximumSteps && squared > goal && !isStopped(); step++)
        {
            multiply(_conjugate, _image);
            var curvature = TensorPrimitives.Dot<float>(_conjugate, _image);
            if (curvature <= 0) return;

            var length = product / curvature;
            TensorPrimitives.MultiplyAdd(_conjugate, length, solution, solution);
            TensorPrimitives.MultiplyAdd(_image, -length, _residual, _residual);
            squared = TensorPrimitives.SumOfSquares<float>(_residual);
            TensorPrimitives.Divide<float>(_residual, diagonal, _scaled);
            var next = TensorPrimitives.Dot<float>(_residual, _scaled);
            TensorPrimitives.MultiplyAdd(_conjugate, next / product, _scaled, _conjugate);
            product = next;
        }
    }
}
