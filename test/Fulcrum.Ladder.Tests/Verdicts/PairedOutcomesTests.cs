using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Tests.Verdicts;

public sealed class PairedOutcomesTests
{
    [Fact]
    public void Only_examples_that_both_answered_count_and_an_unreadable_answer_is_wrong()
    {
        var outcomes = PairedOutcomes.Of(
            [Answer("1", "a"), Answer("2", "a"), Answer("3", "b"), Answer("4", "a"), Answer("5", "a")],
            [Answer("5", "a"), Answer("4", null), Answer("3", "a"), Answer("2", "b"), Answer("6", "a")],
            ExampleGroups.None,
            TaskKind.Classification);
        Assert.Equal((4, 2, 1), (outcomes.Count, outcomes.OnlyFirst, outcomes.OnlySecond));
        Assert.Equal(0.75, outcomes.Discordance);
    }

    [Fact]
    public void Groups_of_one_are_no_groups() => Gen.Select(Gen.Bool, Gen.Bool).Array[2, 60].Sample(rows =>
    {
        var (none, ones) = (Pair(rows, 1, _ => null), Pair(rows, 1, row => $"group {row}"));
        return none.PValue == ones.PValue && none.Difference == ones.Difference && ones.EffectiveCount == rows.Length;
    });

    [Fact]
    public void Copies_of_rows_that_come_as_groups_are_no_evidence() =>
        Gen.Select(Gen.Select(Gen.Bool, Gen.Bool).Array[2, 60], Gen.Int[2, 5]).Sample((rows, copies) =>
        {
            var (once, often) = (Pair(rows, 1, _ => null), Pair(rows, copies, row => $"group {row}"));
            return Math.Abs(once.PValue - often.PValue) < 1e-9
                && often.Difference.Low <= once.Difference.Low + 1e-9 && once.Difference.High <= often.Difference.High + 1e-9
                && Math.Abs(once.Difference.Value - often.Difference.Value) < 1e-9;
        });

    [Fact]
    public void Interval_and_test_agree_about_zero_with_groups_and_without() =>
        Gen.Select(Gen.Select(Gen.Bool, Gen.Bool).Array[2, 80], Gen.Int[1, 8]).Sample((rows, perGroup) =>
        {
            var outcomes = Pair(rows, 1, row => perGroup == 1 ? null : $"group {row / perGroup}");
            var isSignificant = outcomes.PValue < VerdictMaker.Alpha;
            var shown = PairedDifference.AgreeingWith(outcomes.Difference, isSignificant);
            return shown.Value == outcomes.Difference.Value && shown.Low <= shown.Value && shown.Value <= shown.High
                && (isSignificant ? shown.Low >= 0 || shown.High <= 0 : shown.Low <= 0 && shown.High >= 0);
        });

    private static PairedOutcomes Pair((bool First, bool Second)[] rows, int copies, Func<int, string?> group)
    {
        var all = Enumerable.Range(0, rows.Length * copies).Select(i => (Id: $"{i}", Row: i / copies)).ToArray();
        return PairedOutcomes.Of(
            all.Select(e => Answer(e.Id, rows[e.Row].First ? "a" : "b")),
            all.Select(e => Answer(e.Id, rows[e.Row].Second ? "a" : "b")),
            ExampleGroups.Of(all.Select(e => new Example(e.Id, "", "a") { Group = group(e.Row) })),
            TaskKind.Classification);
    }

    private static Prediction Answer(string id, string? predicted) =>
        new() { Part = DatasetPart.Test, Id = id, Labels = "a", Predicted = predicted };
}
