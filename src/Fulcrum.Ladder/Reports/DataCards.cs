using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Ladder.Reports;

/// <summary>Sums up the data of a run.</summary>
internal static class DataCards
{
    /// <summary>Counts rows and characters; parts without rows are left out.</summary>
    public static DataCard Create(RunData data)
    {
        var parts = DatasetPartName.OfData.Where(part => data.Split[part].Count > 0).ToArray();
        double[] lengths = [.. parts.SelectMany(part => data.Split[part]).Select(e => (double)e.Text.Length).Order()];
        return new DataCard
        {
            Rows = parts.ToDictionary(part => part, part => data.Split[part].Count),
            WithoutLabel = parts
                .Select(part => (Part: part, Rows: data.Split[part].Count(e => e.Labels.Count == 0)))
                .Where(part => part.Rows > 0)
                .ToDictionary(part => part.Part, part => part.Rows),
            Counts = parts.ToDictionary(
                part => part,
                IReadOnlyDictionary<string, int> (part) => data.Split.Labels.ToDictionary(
                    label => label, label => data.Split[part].Count(e => e.Labels.Contains(label)))),
            Groups = parts
                .Select(part => (Part: part, Rows: data.Split[part].Count, Groups: ExampleGroups.Of(data.Split[part], nearDuplicates: data.NearDuplicates).Count(data.Split[part].Select(e => e.Id))))
                .Where(part => part.Groups < part.Rows)
                .ToDictionary(part => part.Part, part => part.Groups),
            Characters = [.. new[] { 0.5, 0.95, 1 }.Select(share => (int)Percentile.OfSorted(lengths, share))],
            Notes = [.. data.Notes, .. data.Split.Notes],
        };
    }
}
