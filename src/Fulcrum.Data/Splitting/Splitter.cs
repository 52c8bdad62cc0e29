namespace Fulcrum.Data.Splitting;

/// <summary>Divides a data set into train, dev, test and shift, the same way for the same data and seed on every machine.</summary>
public static class Splitter
{
    private const double TestShare = 0.2;
    private const double DevShare = 0.1;
    private const int LargestDev = 500;
    private const int SmallestReducedDev = 50;

    /// <summary>
    /// Takes the parts that the source gives and draws the others: a fifth for test, then a tenth of train (at most 500 rows) for dev,
    /// stratified by label, near-duplicates and groups kept together. Then reduces the parts to the rows asked for.
    /// </summary>
    /// <exception cref="InputException">
    /// The data set is too small, has a single label, a given part has labels that train lacks, a group is on both sides of given parts, or
    /// so many rows are alike that no part can be drawn without tearing near-duplicates apart.
    /// </exception>
    public static DataSplit Split(Dataset data, SplitOptions options, CancellationToken cancellationToken = default)
    {
        SplitValidation.Check(data);
        var order = new HashOrder(options.Seed);
        var notes = new List<string>();
        var drawnParts = new HashSet<DatasetPart>();
        var given = data.Examples.ToLookup(example => data.GivenParts.TryGetValue(example.Id, out var part) ? part : DatasetPart.Train);
        IReadOnlyList<Example> train = [.. given[DatasetPart.Train]];
        IReadOnlyList<Example> dev = [.. given[DatasetPart.Dev]];
        IReadOnlyList<Example> test = [.. given[DatasetPart.Test]];
        IReadOnlyList<Example> shift = [.. given[DatasetPart.Shift]];
        if (data.GivenParts.Count > 0)
            notes.Add($"Parts given by the source: {Sizes(data.GivenParts.Values.GroupBy(part => part).OrderBy(part => part.Key).Select(part => (part.Key, part.Count())))}.");

        if (test.Count == 0 || dev.Count == 0)
        {
            var groups = RowGroup.Of(train, cancellationToken);
            if (test.Count == 0) (groups, test) = Draw(groups, TestShare, DatasetPart.Test);
            train = InOrder(data, groups);
            if (dev.Count == 0)
            {
                (groups, dev) = Draw(groups, Math.Min(DevShare, (double)LargestDev / train.Count), DatasetPart.Dev);
                train = InOrder(data, groups);
            }
        }

        NoteMissingLabels(test, DatasetPart.Test);
        NoteSharedGroups();
        var offered = train.Count;
        if (options.TrainRows is { } trainRows)
        {
            train = order.KeepEveryLabel(train, trainRows);
            dev = order.KeepEveryLabel(dev, Math.Max(SmallestReducedDev, trainRows / 2));
            notes.Add($"{Count.Of(train.Count, "row")} of {offered:N0} kept to learn from, {dev.Count:N0} to choose settings on.");
            NoteMissingLabels(train, DatasetPart.Train);
        }

        if (options.TestRows is { } testRows)
        {
            var before = test.Count;
            test = order.Keep(test, testRows);
            shift = order.Keep(shift, testRows);
            notes.Add($"{Count.Of(test.Count, "row")} of {before:N0} kept to measure on.");
        }

        return new DataSplit { Train = train, Dev = dev, Test = test, Shift = shift, Labels = data.Labels, Seed = options.Seed, Notes = notes, Drawn = drawnParts };

        (IReadOnlyList<RowGroup> Left, IReadOnlyList<Example> Drawn) Draw(IReadOnlyList<RowGroup> groups, double share, DatasetPart part)
        {
            var drawn = StratifiedDraw.Draw(groups, share, order);
            var rows = InOrder(data, drawn);
            if (rows.Count == 0) throw new InputException(SplitValidation.NothingToDraw(groups, part));
            drawnParts.Add(part);
            notes.Add($"{part.Name()} drawn with seed {options.Seed}: {Count.Of(rows.Count, "row")}, stratified by label, near-duplicates and groups kept together ({Count.Of(groups.Count, "group")}).");
            return ([.. groups.Where(group => !drawn.Contains(group))], rows);
        }

        void NoteSharedGroups()
        {
            var seen = train.Concat(dev).Select(row => row.Group).OfType<string>().ToHashSet();
            var groups = shift.Select(row => row.Group).OfType<string>().Distinct().ToArray();
            var shared = groups.Count(seen.Contains);
            if (shared > 0) notes.Add($"{shared:N0} of {Count.Of(groups.Length, "group")} of shift {(shared == 1 ? "is" : "are")} in train or dev too: shift asks about another time or place, not about other groups.");
        }

        void NoteMissingLabels(IReadOnlyList<Example> rows, DatasetPart part)
        {
            var missing = data.Labels.Except(rows.SelectMany(row => row.Labels)).ToList();
            if (missing.Count > 0) notes.Add($"{part.Name()} has no row of {string.Join(", ", missing.Select(label => $"`{label}`"))}.");
        }
    }

    private static List<Example> InOrder(Dataset data, IEnumerable<RowGroup> groups)
    {
        var rows = groups.SelectMany(group => group.Rows).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. data.Examples.Where(rows.Contains)];
    }

    private static string Sizes(IEnumerable<(DatasetPart Part, int Count)> parts) =>
        string.Join(", ", parts.Select(part => string.Create(Invariant, $"{part.Part.Name()} {part.Count:N0}")));
}
