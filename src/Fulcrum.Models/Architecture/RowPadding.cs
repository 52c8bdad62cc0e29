namespace Fulcrum.Models.Architecture;

/// <summary>Which tokens of a [B, T] batch are real: so many of each row, at its start or at its end.</summary>
/// <param name="Lengths">Real tokens per row, at least 1 and at most T.</param>
/// <param name="Left">Whether the filling stands before the real tokens instead of after them.</param>
public sealed record RowPadding(IReadOnlyList<int> Lengths, bool Left = false)
{
    /// <summary>Whether column <paramref name="column"/> of a row of <paramref name="width"/> columns is real.</summary>
    internal bool IsReal(int row, int column, int width) => Left ? column >= width - Lengths[row] : column < Lengths[row];

    /// <summary>The position of a column among the real tokens of its row; filling takes that of a neighbor.</summary>
    internal int Position(int row, int column, int width) => Left ? Math.Max(0, column - width + Lengths[row]) : column;
}
