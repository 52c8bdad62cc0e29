using Fulcrum.Data.Columns;

namespace Fulcrum.Data.Reading;

/// <summary>Tells a header line from a first row of data.</summary>
internal static class HeaderLine
{
    /// <summary>
    /// A header has a well-known or asked-for column name; without one, a first line whose value stands again
    /// further down in the same column (as a label does) is data.
    /// </summary>
    public static bool IsOne(string[] first, IReadOnlyList<(long Line, string[] Cells)> records, DataSource source)
    {
        if (first.Any(cell => cell == source.Text || cell == source.Label || ColumnNames.AreKnown(cell))) return true;
        return !first.Where((cell, column) =>
            cell.Length > 0 && records.Skip(1).Any(record => record.Cells.Length > column && record.Cells[column] == cell)).Any();
    }
}
