using System.Numerics.Tensors;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Logistic regression, multinomial for more than two classes: minimizes <c>½|w|² + C · Σ loss</c>, the intercept free of penalty, which is
/// the objective of scikit-learn and LIBLINEAR, by Newton steps found with preconditioned conjugate gradients (Lin, Weng and Keerthi 2008; Hsia, Chiang and Lin 2018).
/// Every fit starts from the one before, so a path of growing C costs little more than its last fit.
/// </summary>
internal sealed class LogisticRegression
{
    // Much coarser ones stop before rare terms have weights.
    private const float RareTermTolerance = 1e-5f;

    // A step solved more precisely than this costs more products than the next step, which it would spare.
    private const float LeastForcing = 0.1f;
    private const float MostForcing = 0.5f;
    private const int MaximumSteps = 100;
    private const int MaximumHalvings = 20;
    private const double SufficientDecrease = 1e-4;
    private const int Lane = 8;
    private const int HalfLane = 4;

    private readonly MergedColumns columns;
    private readonly int[] classes;
    private readonly int labels;
    private readonly float tolerance;
    private readonly int scores;
    private readonly int width;
    private readonly LogisticLoss loss;
    private readonly ConjugateGradients solver;

    // [merged columns × width], row by row.
    private readonly float[] weights;
    private readonly float[] descent;
    private readonly float[] direction;
    private readonly float[] diagonal;

    // [rows × width], row by row.
    private readonly float[] current;
    private readonly float[] change;
    private readonly float[] buffer;

    /// <summary>Prepares to learn from <paramref name="features"/>.</summary>
    /// <param name="features">One row per text; the last column is the intercept.</param>
    /// <param name="targets">The label's position per row; at least two different ones.</param>
    /// <param name="labels">The number of the task's labels.</param>
    /// <param name="tolerance">Of the gradient of the mean loss, as scikit-learn's <c>tol</c>.</param>
    public LogisticRegression(SparseMatrix features, int[] targets, int labels, float tolerance = RareTermTolerance)
    {
        this.labels = labels;
        this.tolerance = tolerance;
        columns = new MergedColumns(features.Transpose());
        classes = [.. targets.Distinct().Order()];
        scores = LinearModel.ScoresFor(classes.Length);
        width = scores == 1 ? 1 : scores <= HalfLane ? HalfLane : (scores + Lane - 1) / Lane * Lane;
        loss = new LogisticLoss([.. targets.Select(t => Array.BinarySearch(classes, t))], scores, width);
        weights = new float[columns.Features.Columns * width];
        descent = new float[weights.Length];
        direction = new float[weights.Length];
        diagonal = new float[weights.Length];
        solver = new ConjugateGradients(weights.Length);
        current = new float[features.Rows * width];
        change = new float[current.Length];
        buffer = new float[current.Length];
    }

    /// <summary>The weights for one C.</summary>
    /// <param name="c">The inverse of the penalty's strength, above 0.</param>
    /// <param name="isStopped">Asked often: once true, the weights reached so far are returned.</param>
    /// <param name="cancellationToken">Looked at before every pass over the data.</param>
    public LinearModel Fit(double c, Func<bool> isStopped, CancellationToken cancellationToken)
    {
        var penalty = (float)(1 / (c * columns.Features.Rows));
        var objective = loss.Evaluate(current) + (PenalizedDot(weights, weights) * penalty / 2);
        for (var step = 0; step < MaximumSteps; step++)
        {
            FindDescent(penalty);
            if (MathF.Abs(TensorPrimitives.MaxMagnitude<float>(descent)) <= tolerance || isStopped()) break;

            var forcing = MathF.Max(LeastForcing, MathF.Min(MostForcing, MathF.Sqrt(TensorPrimitives.Norm<float>(descent))));
            FindDiagonal(penalty);
            solver.Solve(MultiplyByHessian, diagonal, descent, direction, forcing, isStopped);
            if (!Move(penalty, ref objective)) break;
        }

        return new LinearModel(classes, labels, columns.Expand(weights, width, scores));

        void MultiplyByHessian(float[] vector, float[] product)
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns.Features.Multiply(vector, buffer, width);
            loss.Curvature(buffer);
            columns.ByColumn.Multiply(buffer, product, width);
            AddPenalized(vector, penalty, product);
        }
    }

    /// <summary>The negative gradient at the current weights.</summary>
    private void FindDescent(float penalty)
    {
        loss.Gradient(buffer);
        columns.ByColumn.Multiply(buffer, descent, width);
        AddPenalized(weights, penalty, descent);
        TensorPrimitives.Negate(descent, descent);
    }

    /// <summary>The diagonal of the Hessian at the current weights.</summary>
    private void FindDiagonal(float penalty)
    {
        loss.Diagonal(buffer);
        columns.ByColumn.MultiplySquares(buffer, diagonal, width);
        TensorPrimitives.Add(diagonal, penalty, diagonal);
    }

    /// <summary>Goes along the direction as far as the objective falls enough; false where rounding hides any fall.</summary>
    private bool Move(float penalty, ref double objective)
    {
        columns.Features.Multiply(direction, change, width);
        var slope = -(double)TensorPrimitives.Dot<float>(descent, direction);
        var (constant, linear, square) =
            (PenalizedDot(weights, weights) * penalty, PenalizedDot(weights, direction) * penalty, PenalizedDot(direction, direction) * penalty);
        var length = 1f;
        for (var halving = 0; halving < MaximumHalvings; halving++, length /= 2)
        {
            TensorPrimitives.MultiplyAdd(change, length, current, buffer);
            var reached = loss.Evaluate(buffer) + ((constant + (length * ((2 * linear) + (length * square)))) / 2);
            if (reached > objective + (SufficientDecrease * length * slope)) continue;

            objective = reached;
            buffer.CopyTo(current, 0);
            TensorPrimitives.MultiplyAdd(direction, length, weights, weights);
            return true;
        }

        return false;
    }

    private double PenalizedDot(float[] x, float[] y) => TensorPrimitives.Dot<float>(x.AsSpan(..^width), y.AsSpan(..^width));

    private void AddPenalized(float[] x, float factor, float[] sum) =>
        TensorPrimitives.MultiplyAdd(x.AsSpan(..^width), factor, sum.AsSpan(..^width), sum.AsSpan(..^width));
}
