using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Columns;

/// <summary>What the values of a column look like.</summary>
/// <param name="Name">The column.</param>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Distinct">Different values among them.</param>
/// <param name="MeanLength">Mean length in characters.</param>
internal sealed record ColumnStatistics(string Name, int Rows, int Distinct, double MeanLength)
{
    private const int RowsLookedAt = 5000;

    /// <summary>Few enough different values, short enough, to be labels.</summary>
    public bool CouldBeLabels => Distinct <= Math.Max(20, Rows / 2) && MeanLength <= 100;

    /// <summary>Short enough to be several labels each: there may be as many different values as rows.</summary>
    public bool CouldBeSeveralLabels => MeanLength <= 200;

    /// <summary>The statistics of every column, in the order of the columns.</summary>
    public static IReadOnlyList<ColumnStatistics> Of(IReadOnlyList<SourceRow> rows)
    {
        // Files are often sorted by label, so the rows looked at are spread over the whole file.
        var step = Math.Max(1, rows.Count / RowsLookedAt);
        var seen = Enumerable.Range(0, rows.Count / step).Select(index => rows[index * step].Fields).ToList();
        return
        [
            .. seen.SelectMany(fields => fields.Keys).Distinct().Select(column =>
            {
                var values = seen.Select(fields => fields.GetValueOrDefault(column, "")).ToList();
                return new ColumnStatistics(column, values.Count, values.Distinct().Count(), values.Average(value => (double)value.Length));
            }),
        ];
    }
}
