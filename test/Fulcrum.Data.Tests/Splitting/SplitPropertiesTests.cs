using CsCheck;
using Fulcrum.Data.Leakage;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Data.Tests.Splitting;

/// <summary>What holds for every split of every data set.</summary>
public sealed class SplitPropertiesTests
{
    private static readonly Gen<Dataset> AnyDataset =
        Gen.Select(Gen.Int[2, 4], Gen.Int[20, 120], Gen.Int[0, 1000]).Select((labels, rows, salt) =>
        {
            var random = new Random(salt);
            return new Dataset
            {
                Name = "any",
                Labels = [.. Enumerable.Range(0, labels).Select(label => $"l{label}")],
                Examples =
                [
                    .. Enumerable.Range(0, rows).Select(i => new Example(
                        // A third of the texts are variants of few templates, which makes groups of near-duplicates.
                        $"id{i}", random.Next(3) == 0 ? $"{Distinct.Text(-1 - random.Next(5))} {Distinct.Text(7)} {random.Next(10)}" : Distinct.Text(i), $"l{i % labels}")
                    {
                        Group = random.Next(4) == 0 ? $"g{random.Next(10)}" : null,
                    }),
                ],
            };
        });

    private static readonly Gen<(Dataset Data, int Seed)> Any = Gen.Select(AnyDataset, Gen.Int[0, 100]);

    [Fact]
    public void Parts_share_no_row_and_lose_none() => Any.Sample((data, seed) =>
    {
        var split = Split(data, seed);
        return split.Train.Concat(split.Dev).Concat(split.Test).OrderBy(row => row.Id).SequenceEqual(data.Examples.OrderBy(row => row.Id))
            && split.Shift.Count == 0;
    }, iter: 100);

    [Fact]
    public void Groups_and_near_duplicates_are_never_on_two_sides() => Any.Sample((data, seed) =>
    {
        var split = Split(data, seed);
        var part = new[] { DatasetPart.Train, DatasetPart.Dev, DatasetPart.Test }
            .SelectMany(p => split[p].Select(row => (row.Id, p))).ToDictionary();
        return RowGroup.Of(data.Examples, TestContext.Current.CancellationToken).All(group => group.Rows.DistinctBy(row => part[row.Id]).Count() == 1)
            && data.Examples.Where(row => row.Group is not null).GroupBy(row => row.Group).All(group => group.DistinctBy(row => part[row.Id]).Count() == 1);
    }, iter: 100);

    [Fact]
    public void Leakage_that_is_not_looked_for_in_drawn_parts_is_not_there() => Any.Sample((data, seed) =>
    {
        var split = Split(data, seed);
        var searched = LeakageDetector.Inspect(split with { Drawn = new HashSet<DatasetPart>() }, TestContext.Current.CancellationToken);
        var skipped = LeakageDetector.Inspect(split, TestContext.Current.CancellationToken);
        return split.Drawn.SetEquals([DatasetPart.Dev, DatasetPart.Test])
            && searched.Overlaps.All(overlap => overlap.Near == 0)
            && searched.Overlaps.Select(overlap => overlap.Exact + overlap.Normalized).SequenceEqual(skipped.Overlaps.Select(overlap => overlap.Exact + overlap.Normalized));
    }, iter: 50);

    [Fact]
    public void The_same_seed_gives_the_same_split() => Any.Sample((data, seed) =>
        Same(Split(data, seed), Split(data, seed), rows => rows), iter: 30);

    [Fact]
    public void The_order_of_the_rows_does_not_decide_where_they_go() => Any.Sample((data, seed) =>
    {
        var reversed = data with { Examples = [.. data.Examples.Reverse()] };
        var options = new SplitOptions { Seed = seed, TrainRows = 10, TestRows = 5 };
        return Same(Split(data, seed), Split(reversed, seed), rows => rows.OrderBy(row => row.Id))
            && Same(Split(data, options), Split(reversed, options), rows => rows.OrderBy(row => row.Id));
    }, iter: 50);

    [Fact]
    public void Every_label_can_be_learned() => Any.Sample((data, seed) =>
        Split(data, seed).Train.DistinctBy(row => row.Labels).Count() == data.Labels.Count, iter: 100);

    private static DataSplit Split(Dataset data, int seed) => Split(data, new SplitOptions { Seed = seed });

    private static DataSplit Split(Dataset data, SplitOptions options) => Splitter.Split(data, options, TestContext.Current.CancellationToken);

    private static bool Same(DataSplit a, DataSplit b, Func<IEnumerable<Example>, IEnumerable<Example>> view) =>
        new[] { DatasetPart.Train, DatasetPart.Dev, DatasetPart.Test }.All(part => view(a[part]).SequenceEqual(view(b[part])));
}
