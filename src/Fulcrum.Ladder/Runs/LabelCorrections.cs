using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Runs;

/// <summary>
/// Labels that somebody corrected after a run: the content of <c>label-corrections.json</c>. Figures and verdict are computed with them; what the
/// trials learned from stays as it was.
/// </summary>
/// <param name="Labels">Id of an example to its right label, or labels; one that was looked at and found right has its own.</param>
public sealed record LabelCorrections(IReadOnlyDictionary<string, LabelSet> Labels)
{
    /// <summary>Nothing was corrected.</summary>
    public static LabelCorrections None { get; } = new(new Dictionary<string, LabelSet>());

    /// <summary>These corrections and newer ones, which win.</summary>
    public LabelCorrections With(IReadOnlyDictionary<string, LabelSet> newer)
    {
        var all = new SortedDictionary<string, LabelSet>(Labels.ToDictionary(), StringComparer.Ordinal);
        foreach (var (id, labels) in newer) all[id] = labels;
        return new LabelCorrections(all);
    }

    /// <summary>The data with the corrected labels.</summary>
    public DataSplit Apply(DataSplit split) => Labels.Count == 0 ? split : split with
    {
        Train = Apply(split.Train), Dev = Apply(split.Dev), Test = Apply(split.Test), Shift = Apply(split.Shift),
    };

    /// <summary>A prediction with its corrected truth.</summary>
    public Prediction Apply(Prediction prediction) =>
        Labels.TryGetValue(prediction.Id, out var corrected) ? prediction with { Labels = corrected } : prediction;

    /// <summary>What a reader of figures should know: how many labels differ from those of the data.</summary>
    /// <param name="original">The data as it was given.</param>
    public IEnumerable<string> Notes(DataSplit original)
    {
        var changed = Enum.GetValues<DatasetPart>()
            .Select(part => (Part: part, Rows: original[part].Count(example => Labels.TryGetValue(example.Id, out var corrected) && corrected != example.Labels)))
            .Where(part => part.Rows > 0)
            .ToArray();
        if (changed.Length == 0) yield break;
        yield return $"Corrected labels: {string.Join(", ", changed.Select(part => FormattableString.Invariant($"{part.Rows:N0} of {part.Part.Name()}")))}. "
            + "Figures and verdict are computed with them; the rungs learned from the labels as given.";
    }

    private Example[] Apply(IReadOnlyList<Example> examples) =>
        [.. examples.Select(example => Labels.TryGetValue(example.Id, out var corrected) ? example with { Labels = corrected } : example)];
}
