using Fulcrum.Data;
using Fulcrum.Ladder.Racing;

namespace Fulcrum.Ladder.Tests.Racing;

public sealed class NestedOrderTests
{
    private static readonly Example[] Rows = [.. Enumerable.Range(0, 1000).Select(i => new Example($"r{i}", "text", i % 10 == 0 ? "rare" : "common"))];

    [Fact]
    public void A_smaller_sample_is_part_of_every_larger_one_and_stands_in_the_order_of_the_data()
    {
        var (small, large) = (NestedOrder.First(Rows, 3, 64), NestedOrder.First(Rows, 3, 256));
        Assert.Equal((64, 256), (small.Count, large.Count));
        Assert.Subset(large.ToHashSet(), small.ToHashSet());
        Assert.Equal(Rows.Where(small.Contains), small);
        Assert.Same(Rows, NestedOrder.First(Rows, 3, 1000));
    }

    [Fact]
    public void Labels_have_their_shares_in_every_sample()
    {
        foreach (var size in (int[])[20, 64, 256])
            Assert.InRange(NestedOrder.First(Rows, 3, size).Count(row => row.Labels.Only == "rare"), (size / 10) - 1, (size / 10) + 2);
    }

    [Fact]
    public void Each_label_comes_once_before_any_comes_twice()
    {
        Example[] rows = [.. Enumerable.Range(0, 300).Select(i => new Example($"r{i}", "text", i < 240 ? "big" : $"label {i % 12}"))];
        Assert.Equal(13, NestedOrder.First(rows, 1, 13).SelectMany(row => row.Labels).Distinct().Count());
    }

    [Fact]
    public void Rows_of_a_group_lie_side_by_side()
    {
        Example[] rows = [.. Enumerable.Range(0, 100).Select(i => new Example($"r{i}", "text", "a") { Group = $"g{i % 20}" })];
        var groups = NestedOrder.Of(rows, 1).Select(row => row.Group).ToArray();
        Assert.Equal(20, groups.Zip(groups.Skip(1)).Count(pair => pair.First != pair.Second) + 1);
    }

    [Fact]
    public void Another_seed_gives_another_sample_and_the_same_the_same()
    {
        Assert.Equal(NestedOrder.First(Rows, 3, 64), NestedOrder.First(Rows, 3, 64));
        Assert.NotEqual(NestedOrder.First(Rows, 3, 64), NestedOrder.First(Rows, 4, 64));
    }

    [Fact]
    public void Rows_without_a_label_are_a_stratum_of_their_own()
    {
        Example[] rows = [.. Enumerable.Range(0, 100).Select(i => new Example($"r{i}", "text", Fulcrum.Data.Labels.LabelSet.OfList(i % 2 == 0 ? [] : ["a", "b"])))];
        Assert.Equal(10, NestedOrder.First(rows, 1, 20).Count(row => row.Labels.Count == 0));
    }
}
