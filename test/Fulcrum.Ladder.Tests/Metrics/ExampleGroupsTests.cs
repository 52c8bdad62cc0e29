using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Metrics;

public sealed class ExampleGroupsTests
{
    private static readonly string[] Labels = ["a", "b"];

    private static readonly Gen<(bool IsA, bool IsRight)[]> Rows = Gen.Select(Gen.Bool, Gen.Bool).Array[2, 40];

    [Fact]
    public void Clusters_are_numbered_as_they_appear_and_an_example_without_a_group_stands_for_itself()
    {
        var groups = ExampleGroups.Of([Example("1", "x"), Example("2", null), Example("3", "y"), Example("4", "x")], "family");
        Assert.Equal([0, 1, 2, 0, 3], groups.ClustersOf(["1", "2", "3", "4", "unknown"]));
        Assert.Equal((3, "family"), (groups.Count(["1", "2", "3", "4"]), groups.Name));
        Assert.Equal(0, groups.Count([]));
    }

    [Fact]
    public void Near_duplicates_are_a_group_and_make_one_of_the_groups_they_are_in()
    {
        Example[] examples = [Example("1", "x"), Example("2", "y"), Example("3", null), Example("4", null), Example("5", "z"), Example("6", "y"), Example("7", null)];
        var groups = ExampleGroups.Of(examples, "family", [["3", "4"], ["1", "2"], ["6", "3"]]);
        // 1, 2 and 6 by x = y; 3 and 4 by 6.
        Assert.Equal([0, 0, 0, 0, 1, 0, 2], groups.ClustersOf(["1", "2", "3", "4", "5", "6", "7"]));
    }

    [Fact]
    public void Near_duplicates_join_whatever_the_order_in_which_they_are_named() =>
        Gen.Select(Gen.Int[0, 11].Array[2, 4].Array[0, 8], Gen.Int[0, 3].Array[12], Gen.Int).Sample((sets, group, seed) =>
        {
            Example[] examples = [.. group.Select((g, i) => Example($"{i}", g == 0 ? null : $"{i % 3}"))];
            string[][] named = [.. sets.Select(set => set.Select(i => $"{i}").ToArray())];
            var shuffled = named.Select(set => set.ToArray()).ToArray();
            var random = new Random(seed);
            random.Shuffle(shuffled);
            foreach (var set in shuffled) random.Shuffle(set);
            string[] ids = [.. examples.Select(example => example.Id)];
            return ExampleGroups.Of(examples, nearDuplicates: named).ClustersOf(ids).SequenceEqual(ExampleGroups.Of(examples, nearDuplicates: shuffled).ClustersOf(ids));
        });

    [Fact]
    public void Groups_that_differ_less_than_chance_has_it_are_not_worth_more_than_their_rows()
    {
        int[] clusters = [.. Enumerable.Range(0, 200).Select(i => i / 2)];
        double[] balanced = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 2))];
        Assert.InRange(EffectiveSize.Compute(balanced, clusters), 190, 200);
    }

    [Fact]
    public void Groups_without_a_mistake_count_as_one_row_each()
    {
        int[] clusters = [.. Enumerable.Range(0, 660).Select(i => i / 22)];
        Assert.InRange(EffectiveSize.Compute([.. clusters.Select(_ => 1.0)], clusters), 25, 30);
    }

    [Fact]
    public void Groups_of_one_give_the_same_intervals_as_none() => Rows.Sample(rows =>
    {
        var (none, ones) = (Measure(rows, 1, _ => null), Measure(rows, 1, row => $"group {row}"));
        return (none.Accuracy, none.MacroF1) == (ones.Accuracy, ones.MacroF1);
    }, iter: 20);

    [Fact]
    public void Copies_of_rows_that_come_as_groups_narrow_no_interval() => Gen.Select(Rows, Gen.Int[2, 5]).Sample((rows, copies) =>
    {
        var (once, often) = (Measure(rows, 1, _ => null), Measure(rows, copies, row => $"group {row}"));
        return Holds(often.Accuracy, once.Accuracy) && Holds(often.MacroF1, once.MacroF1);
    }, iter: 20);

    [Fact]
    public void One_wrong_row_does_not_make_groups_much_better_known_than_none()
    {
        var (none, one) = (Wrong(0), Wrong(1));
        Assert.InRange(none.Low, 0.85, 0.92); // 30 groups, not 660 rows
        Assert.InRange(one.Low, none.Low - 0.03, none.Low + 0.03);

        static Interval Wrong(int rows) =>
            Measure([.. Enumerable.Range(0, 660).Select(i => (i % 44 < 22, i >= rows))], 1, row => $"group {row / 22}").Accuracy;
    }

    [Fact]
    public void One_group_of_each_label_says_nothing_of_how_groups_differ()
    {
        var f1 = Measure([.. Enumerable.Range(0, 40).Select(i => (i < 20, i % 20 < 15))], 1, row => $"group {row / 20}").MacroF1;
        Assert.Equal((0, 1), (f1.Low, f1.High));
    }

    [Fact]
    public void A_single_group_says_nothing_of_how_groups_differ()
    {
        var metrics = Measure([(true, true), (true, false), (false, true), (false, true)], 1, _ => "the only one");
        Assert.Equal((0, 1), (metrics.MacroF1.Low, metrics.MacroF1.High));
        Assert.True(metrics.Accuracy is { Low: < 0.05, High: > 0.95 });
    }

    private static bool Holds(Interval outer, Interval inner) =>
        outer.Low <= inner.Low + 1e-9 && inner.High <= outer.High + 1e-9 && Math.Abs(outer.Value - inner.Value) < 1e-9;

    private static TaskMetrics Measure((bool IsA, bool IsRight)[] rows, int copies, Func<int, string?> group)
    {
        var all = Enumerable.Range(0, rows.Length * copies).Select(i => (Id: $"{i}", Row: i / copies)).ToArray();
        return MetricsCalculator.Compute(
            TaskKind.Classification,
            Labels,
            [.. all.Select(e => Answer(e.Id, rows[e.Row]))],
            seed: 3,
            groups: ExampleGroups.Of(all.Select(e => Example(e.Id, group(e.Row)))));
    }

    private static Prediction Answer(string id, (bool IsA, bool IsRight) row) => new()
    {
        Part = DatasetPart.Test, Id = id, Labels = row.IsA ? "a" : "b", Predicted = row.IsA == row.IsRight ? "a" : "b",
    };

    private static Example Example(string id, string? group) => new(id, "", "a") { Group = group };
}
