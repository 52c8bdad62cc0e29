namespace Fulcrum.Ladder.Inference;

/// <summary>The Cholesky factor L of a symmetric positive definite matrix A = L·Lᵀ, and what is solved with it.</summary>
internal sealed class Cholesky
{
    // A pivot that rounding has taken to 0 or below stands for a direction without variance.
    private const double SmallestPivot = 1e-300;

    private readonly double[,] _factor;

    /// <summary>Factorizes a matrix; only its lower triangle is read.</summary>
    /// <param name="matrix">Symmetric, n × n.</param>
    public Cholesky(double[,] matrix)
    {
        Size = matrix.GetLength(0);
        _factor = new double[Size, Size];
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = matrix[row, column];
                for (var k = 0; k < column; k++) sum -= _factor[row, k] * _factor[column, k];
                _factor[row, column] = row == column ? Math.Sqrt(Math.Max(sum, SmallestPivot)) : sum / _factor[column, column];
            }
        }
    }

    /// <summary>Rows of the matrix.</summary>
    public int Size { get; }

    /// <summary>The natural logarithm of the matrix's determinant.</summary>
    public double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Size; i++) sum += Math.Log(_factor[i, i]);
            return 2 * sum;
        }
    }

    /// <summary>L·x: a vector of independent standard normal values becomes one with the matrix as its covariance.</summary>
    public double[] Multiply(ReadOnlySpan<double> x)
    {
        var result = new double[Size];
        for (var row = 0; row < Size; row++)
            for (var k = 0; k <= row; k++) result[row] += _factor[row, k] * x[k];
        return result;
    }

    /// <summary>A⁻¹·b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        for (var row = 0; row < Size; row++)
        {
            for (var k = 0; k < row; k++) x[row] -= _factor[row, k] * x[k];
            x[row] /= _factor[row, row];
        }

        for (var row = Size - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < Size; k++) x[row] -= _factor[k, row] * x[k];
            x[row] /= _factor[row, row];
        }

        return x;
    }
}
