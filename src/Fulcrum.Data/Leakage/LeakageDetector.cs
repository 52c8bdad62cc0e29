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
        var index = new NearDuplicateIndex([.. all.Select(example => example.Text)], cancellationToken);
        var exact = FirstBy(split.Train, example => example.Text);
        var normalised = FirstBy(split.Train, example => TextNormaliser.Normalise(example.Text));
        var overlaps = new List<PartOverlap>();
        var start = split.Train.Count;
        foreach (var part in parts)
        {
            if (split[part].Count > 0) overlaps.Add(Overlap(part, start));
            start += split[part].Count;
        }

        return new LeakageReport { Overlaps = overlaps, LabelWords = LabelWordFinder.Find(all) };

        PartOverlap Overlap(DatasetPart part, int first)
        {
            var (equal, same, near) = (0, 0, 0);
            var samples = new List<IdPair>();
            for (var i = 0; i < split[part].Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var example = split[part][i];
                if (exact.TryGetValue(example.Text, out var twin))
                {
                    equal++;
                }
                else if (normalised.TryGetValue(TextNormaliser.Normalise(example.Text), out twin))
                {
                    same++;
                }
                else if (index.FindNear(first + i, split.Train.Count) is { } neighbour)
                {
                    near++;
                    twin = all[neighbour].Id;
                }

                if (twin is not null && samples.Count < SamplesShown) samples.Add(new IdPair(twin, example.Id));
            }

            return new PartOverlap(DatasetPart.Train, part, equal, same, near, samples);
        }
    }

    /// <summary>Key to the id of the first example that has it. A text without letters and digits has an empty normal form, which says nothing.</summary>
    private static Dictionary<string, string> FirstBy(IReadOnlyList<Example> examples, Func<Example, string> key)
    {
        var first = new Dictionary<string, string>();
        foreach (var example in examples)
            if (key(example) is { Length: > 0 } value) first.TryAdd(value, example.Id);
        return first;
    }
}
