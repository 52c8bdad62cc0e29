using CsCheck;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Data.Tests.Splitting;

public sealed class IterativeStratificationTests
{
    private static readonly Gen<Dataset> Any = Gen.Select(Gen.Int[2, 8], Gen.Int[30, 150], Gen.Int[0, 1000]).Select((labels, rows, salt) =>
    {
        var random = new Random(salt);
        return Of([.. Enumerable.Range(0, rows).Select(i => new Example(
            $"id{i}", Distinct.Text(i), LabelSet.OfList(Enumerable.Range(0, labels).Where(label => random.Next(label + 2) == 0).Select(label => $"l{label}")))
        {
            Group = random.Next(5) == 0 ? $"g{random.Next(10)}" : null,
        })]);
    }).Where(data => data.Labels.Count > 1 && data.Labels.All(label => data.Examples.Count(row => row.Labels.Contains(label)) >= 2));

    [Fact]
    public void Every_label_and_no_label_have_their_share_of_each_part()
    {
        // Frequencies 1/2, 1/4, 1/8 … 1/64, independent of each other; a third of the rows has none.
        var data = Of([.. Enumerable.Range(0, 2000).Select(i => new Example($"id{i}", Distinct.Text(i), LabelSet.OfList(
            Enumerable.Range(1, 6).Where(label => (i * 2654435761L >> (3 * label)) % (1 << label) == 0 && i % 3 > 0).Select(label => $"l{label}"))))]);

        var split = Split(data, seed: 1);

        foreach (var label in data.Labels)
        {
            var rows = data.Examples.Count(row => row.Labels.Contains(label));
            Assert.InRange(split.Test.Count(row => row.Labels.Contains(label)), 0.2 * rows - 1, 0.2 * rows + 1);
            Assert.InRange(split.Dev.Count(row => row.Labels.Contains(label)), 0.08 * rows - 2, 0.08 * rows + 2);
        }

        var none = data.Examples.Count(row => row.Labels.Count == 0);
        Assert.InRange(split.Test.Count(row => row.Labels.Count == 0), 0.2 * none - 1, 0.2 * none + 1);
        Assert.InRange(split.Test.Count, 0.2 * 2000 - 8, 0.2 * 2000 + 8);
    }

    [Fact]
    public void A_label_of_few_rows_that_have_frequent_labels_too_stands_in_both_parts()
    {
        var data = Of([.. Enumerable.Range(0, 100).Select(i => new Example($"id{i}", Distinct.Text(i), LabelSet.OfList(i < 3 ? ["common", "rare"] : i % 2 == 0 ? ["common"] : [])))]);
        for (var seed = 0; seed < 20; seed++)
        {
            var split = Split(data, seed);
            Assert.InRange(split.Test.Count(row => row.Labels.Contains("rare")), 1, 2);
        }
    }

    [Fact]
    public void The_same_seed_draws_the_same_rows_whatever_their_order() => Gen.Select(Any, Gen.Int[0, 50]).Sample((data, seed) =>
    {
        var turned = Split(data with { Examples = [.. data.Examples.Reverse()] }, seed);
        return Split(data, seed).Test.Select(row => row.Id).Order(StringComparer.Ordinal).SequenceEqual(turned.Test.Select(row => row.Id).Order(StringComparer.Ordinal));
    }, iter: 50);

    [Fact]
    public void Groups_stay_whole_and_train_keeps_a_row_of_every_label_that_more_than_one_group_has() => Gen.Select(Any, Gen.Int[0, 50]).Sample((data, seed) =>
    {
        var groups = RowGroup.Of(data.Examples, TestContext.Current.CancellationToken);
        var drawn = StratifiedDraw.Draw(groups, 0.2, new HashOrder(seed)).SelectMany(group => group.Rows).ToHashSet();
        return data.Labels.All(label => groups.Any(group => !group.Rows.Any(drawn.Contains) && group.Rows.Any(row => row.Labels.Contains(label))))
            && groups.All(group => group.Rows.All(drawn.Contains) || !group.Rows.Any(drawn.Contains));
    }, iter: 50);

    [Fact]
    public void A_row_of_every_label_is_kept_where_fewer_rows_are_asked_for()
    {
        var data = Of([.. Enumerable.Range(0, 400).Select(i => new Example($"id{i}", Distinct.Text(i), LabelSet.OfList([$"l{i % 5}", $"l{i / 5 % 5}", i % 40 == 0 ? "rare" : "l0"])))]);
        var split = Splitter.Split(data, new SplitOptions { TrainRows = 6 }, TestContext.Current.CancellationToken);
        Assert.Equal(6, split.Train.Count);
        Assert.Equal(data.Labels, split.Train.SelectMany(row => row.Labels).Distinct().Order(StringComparer.Ordinal));
    }

    private static DataSplit Split(Dataset data, int seed) => Splitter.Split(data, new SplitOptions { Seed = seed }, TestContext.Current.CancellationToken);

    private static Dataset Of(IReadOnlyList<Example> rows) => new()
    {
        Name = "made up", Examples = rows, Labels = [.. rows.SelectMany(row => row.Labels).Distinct().Order(StringComparer.Ordinal)],
    };
}
