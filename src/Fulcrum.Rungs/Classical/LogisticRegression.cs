using System.Numerics.Tensors;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Logistic regression, multinomial for more than two classes, one model per label where rows have any number of them (one-vs-rest): minimizes <c>½|w|² + C · Σ loss</c>, the intercept free of penalty, which is
/// the objective of scikit-learn and LIBLINEAR, by Newton steps found with preconditioned conjugate gradients (Lin, Weng and Keerthi 2008; Hsia, Chiang and Lin 2018).
/// Every fit starts from the one before, so a path of growing C costs little more than its last fit. Models of several labels share no
/// weight, so that what is the best for their sum is the best for each; taken together they read the features once for all.
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

    private readonly MergedColumns _columns;
    private readonly ScoreLink _link;
    private readonly float _tolerance;
    private readonly int _width;
    private readonly LogisticLoss _loss;
    private readonly ConjugateGradients _solver;

    // [merged columns × width], row by row.
    private readonly float[] _weights;
    private readonly float[] _descent;
    private readonly float[] _direction;
    private readonly float[] _diagonal;

    // [rows × width], row by row.
    private readonly float[] _current;
    private readonly float[] _change;
    private readonly float[] _buffer;

    /// <summary>Prepares to learn from <paramref name="features"/>.</summary>
    /// <param name="features">One row per text; the last column is the intercept.</param>
    /// <param name="targets">The labels per row.</param>
    /// <param name="tolerance">Of the gradient of the mean loss, as scikit-learn's <c>tol</c>.</param>
    public LogisticRegression(SparseMatrix features, LabelTargets targets, float tolerance = RareTermTolerance)
    {
        _link = targets.Link;
        _tolerance = tolerance;
        _columns = new MergedColumns(features.Transpose());
        _width = _link.Scores == 1 ? 1 : _link.Scores <= HalfLane ? HalfLane : (_link.Scores + Lane - 1) / Lane * Lane;
        _loss = targets.Loss(_width);
        _weights = new float[_columns.Features.Columns * _width];
        _descent = new float[_weights.Length];
        _direction = new float[_weights.Length];
        _diagonal = new float[_weights.Length];
        _solver = new ConjugateGradients(_weights.Length);
        _current = new float[features.Rows * _width];
        _change = new float[_current.Length];
        _buffer = new float[_current.Length];
    }

    /// <summary>The weights for one C.</summary>
    /// <param name="c">The inverse of the penalty's strength, above 0.</param>
    /// <param name="isStopped">Asked often: once true, the weights reached so far are returned.</param>
    /// <param name="cancellationToken">Looked at before every pass over the data.</param>
    public LinearModel Fit(double c, Func<bool> isStopped, CancellationToken cancellationToken)
    {
        var penalty = (float)(1 / (c * _columns.Features.Rows));
        var objective = _loss.Evaluate(_current) + (PenalizedDot(_weights, _weights) * penalty / 2);
        for (var step = 0; step < MaximumSteps; step++)
        {
            FindDescent(penalty);
            if (MathF.Abs(TensorPrimitives.MaxMagnitude<float>(_descent)) <= _tolerance || isStopped()) break;

            var forcing = MathF.Max(LeastForcing, MathF.Min(MostForcing, MathF.Sqrt(TensorPrimitives.Norm<float>(_descent))));
            FindDiagonal(penalty);
            _solver.Solve(MultiplyByHessian, _diagonal, _descent, _direction, forcing, isStopped);
            if (!Move(penalty, ref objective)) break;
        }

        return new LinearModel(_link, _columns.Expand(_weights, _width, _link.Scores));

        void MultiplyByHessian(float[] vector, float[] product)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _columns.Features.Multiply(vector, _buffer, _width);
            _loss.Curvature(_buffer);
            _columns.ByColumn.Multiply(_buffer, product, _width);
            AddPenalized(vector, penalty, product);
        }
    }

    /// <summary>The negative gradient at the current weights.</summary>
    private void FindDescent(float penalty)
    {
        _loss.Gradient(_buffer);
        _columns.ByColumn.Multiply(_buffer, _descent, _width);
        AddPenalized(_weights, penalty, _descent);
        TensorPrimitives.Negate(_descent, _descent);
    }

    /// <summary>The diagonal of the Hessian at the current weights.</summary>
    private void FindDiagonal(float penalty)
    {
        _loss.Diagonal(_buffer);
        _columns.ByColumn.MultiplySquares(_buffer, _diagonal, _width);
        TensorPrimitives.Add(_diagonal, penalty, _diagonal);
    }

    /// <summary>Goes along the direction as far as the objective falls enough; false where rounding hides any fall.</summary>
    private bool Move(float penalty, ref double objective)
    {
        _columns.Features.Multiply(_direction, _change, _width);
        var slope = -(double)TensorPrimitives.Dot<float>(_descent, _direction);
        var (constant, linear, square) =
            (PenalizedDot(_weights, _weights) * penalty, PenalizedDot(_weights, _direction) * penalty, PenalizedDot(_direction, _direction) * penalty);
        var length = 1f;
        for (var halving = 0; halving < MaximumHalvings; halving++, length /= 2)
        {
            TensorPrimitives.MultiplyAdd(_change, length, _current, _buffer);
            var reached = _loss.Evaluate(_buffer) + ((constant + (length * ((2 * linear) + (length * square)))) / 2);
            if (reached > objective + (SufficientDecrease * length * slope)) continue;

            objective = reached;
            _buffer.CopyTo(_current, 0);
            TensorPrimitives.MultiplyAdd(_direction, length, _weights, _weights);
            return true;
        }

        return false;
    }

    private double PenalizedDot(float[] x, float[] y) => TensorPrimitives.Dot<float>(x.AsSpan(..^_width), y.AsSpan(..^_width));

    private void AddPenalized(float[] x, float factor, float[] sum) =>
        TensorPrimitives.MultiplyAdd(x.AsSpan(..^_width), factor, sum.AsSpan(..^_width), sum.AsSpan(..^_width));
}
