using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fulcrum.Rungs.Classical;

/// <summary>A sparse matrix in compressed rows: row i holds <c>Values[RowStarts[i]..RowStarts[i + 1]]</c> at <c>Indices</c> of the same range; the arrays may be longer than is used.</summary>
internal sealed record SparseMatrix(int Columns, int[] RowStarts, int[] Indices, float[] Values)
{
    private const int MostRowsPerTask = 256;
    private const int EntriesPerTask = 1 << 14;

    /// <summary>The matrix of numbers of which few are 0.</summary>
    /// <param name="columns">Its columns.</param>
    /// <param name="numbers">All of them, row by row.</param>
    public static SparseMatrix OfAll(int columns, float[] numbers)
    {
        var (starts, indices, values) = (new int[(numbers.Length / columns) + 1], new int[numbers.Length], new float[numbers.Length]);
        var used = 0;
        for (var k = 0; k < numbers.Length; k++)
        {
            if (numbers[k] != 0) (indices[used], values[used++]) = (k % columns, numbers[k]);
            if ((k + 1) % columns == 0) starts[(k + 1) / columns] = used;
        }

        return new SparseMatrix(columns, starts, indices, values);
    }

    public int Rows => RowStarts.Length - 1;

    /// <summary>Values that are not zero.</summary>
    public int Entries => RowStarts[Rows];

    /// <summary>The columns of row <paramref name="row"/> that are not zero.</summary>
    public ReadOnlySpan<int> IndicesOf(int row) => Indices.AsSpan(RowStarts[row], RowStarts[row + 1] - RowStarts[row]);

    /// <summary>The values of row <paramref name="row"/> that are not zero.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(RowStarts[row], RowStarts[row + 1] - RowStarts[row]);

    /// <summary>The same matrix by columns, so that both directions of a product read rows and write each result once.</summary>
    public SparseMatrix Transpose()
    {
        var starts = new int[Columns + 1];
        var used = Entries;
        for (var k = 0; k < used; k++) starts[Indices[k] + 1]++;
        for (var column = 0; column < Columns; column++) starts[column + 1] += starts[column];

        var next = starts.AsSpan(0, Columns).ToArray();
        var indices = new int[used];
        var values = new float[used];
        for (var row = 0; row < Rows; row++)
        {
            for (var k = RowStarts[row]; k < RowStarts[row + 1]; k++)
            {
                var position = next[Indices[k]]++;
                indices[position] = row;
                values[position] = Values[k];
            }
        }

        return new SparseMatrix(Rows, starts, indices, values);
    }

    /// <summary>
    /// <paramref name="result"/> [Rows × width] = this · <paramref name="dense"/> [Columns × width], both row by row;
    /// <paramref name="width"/> is 1, 4 or a multiple of 8. Every row is summed in its own order, so the result does not depend on the number of cores.
    /// </summary>
    public void Multiply(float[] dense, float[] result, int width) => Multiply<Plain>(dense, result, width);

    /// <summary>The same with the squares of this matrix's values.</summary>
    public void MultiplySquares(float[] dense, float[] result, int width) => Multiply<Squared>(dense, result, width);

    private void Multiply<TFactor>(float[] dense, float[] result, int width)
        where TFactor : struct, IFactor
    {
        // Full rows are long: a few of them are enough for a task.
        var rowsPerTask = (int)Math.Clamp((long)EntriesPerTask * Rows / Math.Max(1, Entries), 1, MostRowsPerTask);
        var tasks = (Rows + rowsPerTask - 1) / rowsPerTask;
        Parallel.For(0, tasks, task =>
        {
            for (var row = task * rowsPerTask; row < Math.Min(Rows, (task + 1) * rowsPerTask); row++)
            {
                if (width == 1) result[row] = Dot<TFactor>(IndicesOf(row), ValuesOf(row), dense);
                else if (width == Vector128<float>.Count) CombineFour<TFactor>(IndicesOf(row), ValuesOf(row), dense, result.AsSpan(row * width, width));
                else if (width == Vector256<float>.Count) CombineEight<TFactor>(IndicesOf(row), ValuesOf(row), dense, result.AsSpan(row * width, width));
                else CombineEights<TFactor>(IndicesOf(row), ValuesOf(row), dense, result.AsSpan(row * width, width));
            }
        });
    }

    private static float Dot<TFactor>(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, float[] dense)
        where TFactor : struct, IFactor
    {
        // A full row has every column in its order: no index need be read.
        if (typeof(TFactor) == typeof(Plain) && indices.Length == dense.Length) return TensorPrimitives.Dot(values, dense);
        float even = 0, odd = 0;
        var k = 0;
        for (; k + 1 < indices.Length; k += 2)
        {
            even += TFactor.Of(values[k]) * dense[indices[k]];
            odd += TFactor.Of(values[k + 1]) * dense[indices[k + 1]];
        }

        return k < indices.Length ? even + odd + (TFactor.Of(values[k]) * dense[indices[k]]) : even + odd;
    }

    private static void CombineFour<TFactor>(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, float[] dense, Span<float> sum)
        where TFactor : struct, IFactor
    {
        var rows = MemoryMarshal.Cast<float, Vector128<float>>(dense.AsSpan());
        var total = Vector128<float>.Zero;
        for (var k = 0; k < indices.Length; k++)
            total = Vector128.FusedMultiplyAdd(Vector128.Create(TFactor.Of(values[k])), rows[indices[k]], total);
        total.CopyTo(sum);
    }

    private static void CombineEight<TFactor>(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, float[] dense, Span<float> sum)
        where TFactor : struct, IFactor
    {
        var rows = MemoryMarshal.Cast<float, Vector256<float>>(dense.AsSpan());
        var (even, odd) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var k = 0;
        for (; k + 1 < indices.Length; k += 2)
        {
            even = Vector256.FusedMultiplyAdd(Vector256.Create(TFactor.Of(values[k])), rows[indices[k]], even);
            odd = Vector256.FusedMultiplyAdd(Vector256.Create(TFactor.Of(values[k + 1])), rows[indices[k + 1]], odd);
        }

        if (k < indices.Length) even = Vector256.FusedMultiplyAdd(Vector256.Create(TFactor.Of(values[k])), rows[indices[k]], even);
        (even + odd).CopyTo(sum);
    }

    private static void CombineEights<TFactor>(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, float[] dense, Span<float> sum)
        where TFactor : struct, IFactor
    {
        sum.Clear();
        var sums = MemoryMarshal.Cast<float, Vector256<float>>(sum);
        for (var k = 0; k < indices.Length; k++)
        {
            var row = MemoryMarshal.Cast<float, Vector256<float>>(dense.AsSpan(indices[k] * sum.Length, sum.Length));
            var value = Vector256.Create(TFactor.Of(values[k]));
            for (var lane = 0; lane < row.Length; lane++) sums[lane] = Vector256.FusedMultiplyAdd(value, row[lane], sums[lane]);
        }
    }

    /// <summary>What a value is multiplied as; a type, so that there is a loop for each.</summary>
    private interface IFactor
    {
        static abstract float Of(float value);
    }

    private readonly struct Plain : IFactor
    {
        public static float Of(float value) => value;
    }

    private readonly struct Squared : IFactor
    {
        public static float Of(float value) => value * value;
    }
}
