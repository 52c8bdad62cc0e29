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
        var near = FindNear(split.Train, [.. parts.Where(part => !split.Drawn.Contains(part)).SelectMany(part => split[part])], cancellationToken);
        var twins = new TwinIndex(split.Train);
        return new LeakageReport
        {
            Overlaps = [.. parts.Where(part => split[part].Count > 0).Select(Overlap)],
            LabelWords = LabelWordFinder.Find([.. split.Train, .. split.Dev, .. split.Test, .. split.Shift]),
        };

        PartOverlap Overlap(DatasetPart part)
        {
            var (equal, same, similar) = (0, 0, 0);
            var samples = new List<IdPair>();
            foreach (var example in split[part])
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (twins.FindExact(example.Text) is { } twin)
                {
                    equal++;
                }
                else if ((twin = twins.FindNormalized(example.Text)) is not null)
                {
                    same++;
                }
                else if ((twin = near.GetValueOrDefault(example)) is not null)
                {
                    similar++;
                }

                if (twin is not null && samples.Count < SamplesShown) samples.Add(new IdPair(twin.Id, example.Id));
            }

            return new PartOverlap(DatasetPart.Train, part, equal, same, similar, samples);
        }
    }

    /// <summary>Example to one of train that is nearly the same.</summary>
    private static Dictionary<Example, Example> FindNear(IReadOnlyList<Example> train, IReadOnlyList<Example> others, CancellationToken cancellationToken)
    {
        var near = new Dictionary<Example, Example>(ReferenceEqualityComparer.Instance);
        if (others.Count == 0) return near;
        var index = new NearDuplicateIndex([.. train.Concat(others).Select(example => example.Text)], cancellationToken);
        foreach (var (i, neighbor) in index.FindNearBelow(train.Count, cancellationToken).Index())
            if (neighbor is { } row) near[others[i]] = train[row];
        return near;
    }
}
