using System.Runtime.InteropServices;
using Fulcrum.Data;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// A matrix whose proportional columns are one, and nothing is lost by it: where the squares of the weights are penalized, the best weights of the
/// columns a₁·v … aₙ·v are proportional to a, so that |a|·v with one weight w does what they do with w·aᵢ/|a|. Any two terms that one text alone
/// holds are such columns, and so are those that always come together. Of the terms of short texts these are most.
/// </summary>
internal sealed class MergedColumns
{
    private readonly int[] _merged;
    private readonly float[] _shares;

    /// <summary>Merges columns; the last, the intercept, has no penalty and stays alone.</summary>
    /// <param name="byColumn">The matrix by columns; its arrays are used up.</param>
    public MergedColumns(SparseMatrix byColumn)
    {
        _merged = new int[byColumn.Rows];
        _shares = new float[byColumn.Rows];
        ByColumn = Merge(byColumn, Representatives(byColumn));
        Features = ByColumn.Transpose();
    }

    /// <summary>One row per text.</summary>
    public SparseMatrix Features { get; }

    /// <summary>One row per merged column.</summary>
    public SparseMatrix ByColumn { get; }

    /// <summary>The weights of the columns as they were, from those of the merged ones.</summary>
    /// <param name="weights">[merged columns × width], row by row.</param>
    /// <param name="width">Numbers per column.</param>
    /// <param name="scores">How many of them are weights.</param>
    public float[] Expand(float[] weights, int width, int scores)
    {
        var expanded = new float[_merged.Length * scores];
        for (var column = 0; column < _merged.Length; column++)
            for (var s = 0; s < scores; s++) expanded[(column * scores) + s] = _shares[column] * weights[(_merged[column] * width) + s];
        return expanded;
    }

    /// <summary>Finds the merged column of each, and the first of those that it is made of. One without values gets the weight 0.</summary>
    private List<int> Representatives(SparseMatrix byColumn)
    {
        List<int> representatives = [];
        var ofRow = new int[byColumn.Columns];
        var ofContent = new Dictionary<ulong, int>();
        Array.Fill(ofRow, -1);
        for (var column = 0; column < _merged.Length - 1; column++)
        {
            var rows = byColumn.IndicesOf(column);
            if (rows.IsEmpty) continue;
            // Of columns with more than one value only equal ones are looked for.
            ref var found = ref (rows.Length == 1 ? ref ofRow[rows[0]] : ref OfContent(column));
            if (found < 0 || (rows.Length > 1 && !AreEqual(column, representatives[found])))
            {
                found = representatives.Count;
                representatives.Add(column);
            }

            _merged[column] = found;
        }

        _merged[^1] = representatives.Count;
        representatives.Add(_merged.Length - 1);
        return representatives;

        ref int OfContent(int column)
        {
            var hash = TextHash.Of(MemoryMarshal.Cast<int, char>(byColumn.IndicesOf(column))) ^ TextHash.Of(MemoryMarshal.Cast<float, char>(byColumn.ValuesOf(column)));
            ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(ofContent, hash, out var exists);
            if (!exists) found = -1;
            return ref found;
        }

        bool AreEqual(int a, int b) =>
            byColumn.IndicesOf(a).SequenceEqual(byColumn.IndicesOf(b)) && byColumn.ValuesOf(a).SequenceEqual(byColumn.ValuesOf(b));
    }

    private SparseMatrix Merge(SparseMatrix byColumn, List<int> representatives)
    {
        // Columns are proportional as their first values are.
        var lengths = new double[representatives.Count];
        for (var column = 0; column < _merged.Length; column++)
        {
            if (byColumn.IndicesOf(column).IsEmpty) continue;
            _shares[column] = byColumn.Values[byColumn.RowStarts[column]];
            lengths[_merged[column]] += (double)_shares[column] * _shares[column];
        }

        for (var column = 0; column < _merged.Length; column++)
            if (_shares[column] != 0) _shares[column] /= (float)Math.Sqrt(lengths[_merged[column]]);

        var starts = new int[representatives.Count + 1];
        for (var kept = 0; kept < representatives.Count; kept++)
        {
            var column = representatives[kept];
            var (start, length) = (byColumn.RowStarts[column], byColumn.IndicesOf(column).Length);
            for (var k = 0; k < length; k++)
            {
                byColumn.Indices[starts[kept] + k] = byColumn.Indices[start + k];
                byColumn.Values[starts[kept] + k] = byColumn.Values[start + k] / _shares[column];
            }

            starts[kept + 1] = starts[kept] + length;
        }

        return byColumn with { RowStarts = starts };
    }
}
