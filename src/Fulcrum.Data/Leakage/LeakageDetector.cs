using Fulcrum.Data.Duplicates;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Data.Leakage;

/// <summary>Looks for what a rung could have seen of the rows it is measured on.</summary>
public static class LeakageDetector
{
    private const int SamplesShown = 5;

    /// <summary>Compares train with every other part, and searches headers and columns for words that give the label away.</summary>
    public static LeakageReport Inspect(DataSplit split, CancellationToken cancellationToken = default)
    {
        DatasetPart[] parts = [DatasetPart.Dev, DatasetPart.Test, DatasetPart.Shift];
        Example[] all = [.. split.Train, .. split.Dev, .. split.Test, .. split.Shift];
        var near = new NearDuplicateIndex([.. all.Select(example => example.Text)], cancellationToken).FindNearBelow(split.Train.Count, cancellationToken);
        var twins = new TwinIndex(split.Train);
        var overlaps = new List<PartOverlap>();
        var start = 0;
        foreach (var part in parts)
        {
            if (split[part].Count > 0) overlaps.Add(Overlap(part, start));
            start += split[part].Count;
        }

        return new LeakageReport { Overlaps = overlaps, LabelWords = LabelWordFinder.Find(all) };

        PartOverlap Overlap(DatasetPart part, int first)
        {
            var (equal, same, similar) = (0, 0, 0);
            var samples = new List<IdPair>();
            for (var i = 0; i < split[part].Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var example = split[part][i];
                if (twins.FindExact(example.Text) is { } twin)
                {
                    equal++;
                }
                else if ((twin = twins.FindNormalized(example.Text)) is not null)
                {
                    same++;
                }
                else if (near[first + i] is { } neighbor)
                {
                    similar++;
                    twin = all[neighbor];
                }

                if (twin is not null && samples.Count < SamplesShown) samples.Add(new IdPair(twin.Id, example.Id));
            }

            return new PartOverlap(DatasetPart.Train, part, equal, same, similar, samples);
        }
    }
}
