using CsCheck;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Tests.Classical;

public class SparseMatrixTests
{
    private static readonly Gen<(float[][] Rows, int Columns)> Matrices =
        from columns in Gen.Int[1, 20]
        from rows in Gen.Frequency((2, Gen.Const(0f)), (1, Gen.Float[-2, 2])).Array[columns].Array[1, 600]
        select (rows, columns);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_product_is_that_of_the_dense_matrix(int width) => Matrices.Sample(
        m =>
        {
            var dense = Enumerable.Range(0, m.Columns * width).Select(i => MathF.Sin(i)).ToArray();
            var result = new float[m.Rows.Length * width];
            Sparse(m.Rows, m.Columns).Multiply(dense, result, width);
            for (var row = 0; row < m.Rows.Length; row++)
            {
                for (var w = 0; w < width; w++)
                    Assert.Equal(m.Rows[row].Select((v, c) => (double)v * dense[(c * width) + w]).Sum(), result[(row * width) + w], 1e-4);
            }
        },
        iter: 20);

    [Fact]
    public void The_transpose_of_the_transpose_is_the_matrix() => Matrices.Sample(
        m =>
        {
            var matrix = Sparse(m.Rows, m.Columns);
            var twice = matrix.Transpose().Transpose();
            Assert.Equal(matrix.RowStarts, twice.RowStarts);
            Assert.Equal(matrix.Indices, twice.Indices);
            Assert.Equal(matrix.Values, twice.Values);
        },
        iter: 20);

    internal static SparseMatrix Sparse(float[][] rows, int columns)
    {
        int[] starts = [0, .. rows.Select((_, row) => rows.Take(row + 1).Sum(r => r.Count(v => v != 0)))];
        var filled = rows.SelectMany(r => r.Select((value, column) => (value, column))).Where(e => e.value != 0).ToList();
        return new SparseMatrix(columns, starts, [.. filled.Select(e => e.column)], [.. filled.Select(e => e.value)]);
    }
}
