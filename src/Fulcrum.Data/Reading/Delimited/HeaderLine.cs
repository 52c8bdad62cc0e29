using Fulcrum.Data.Columns;

namespace Fulcrum.Data.Reading.Delimited;

/// <summary>Tells a header line from a first row of data.</summary>
internal static class HeaderLine
{
    /// <summary>Questionnaires have whole questions as names.</summary>
    private const int LongestName = 1000;

    /// <summary>
    /// A header has a well-known or asked-for column name; without one, a first line whose value stands again
    /// further down in the same column (as a label does) is data.
    /// </summary>
    /// <param name="records">The first records, the line itself included.</param>
    /// <param name="source">Names columns that the user asks for.</param>
    public static bool IsFirst(IReadOnlyList<string[]> records, DataSource source)
    {
        var first = records[0];
        if (first.Any(cell => IsKnown(cell, source))) return true;
        if (first.Any(cell => cell.Length > LongestName)) return false;
        return !first.Where((cell, column) =>
            cell.Length > 0 && records.Skip(1).Any(record => record.Length > column && record[column] == cell)).Any();
    }

    /// <summary>The name of a column as it is written in a header.</summary>
    public static string NameOf(string cell) => cell.Trim().Trim('\uFEFF').Trim();

    /// <summary>Whether a cell is a well-known or asked-for column name.</summary>
    public static bool IsKnown(string cell, DataSource source)
    {
        var name = NameOf(cell);
        return name.Length > 0 && (name == source.Text || name == source.Label || name == source.Group || ColumnNames.AreKnown(name));
    }
}
