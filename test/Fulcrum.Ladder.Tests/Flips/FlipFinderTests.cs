using Fulcrum.Data;
using Fulcrum.Ladder.Flips;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tests.Cascades;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Flips;

public class FlipFinderTests
{
    private static readonly Example[] Test = [.. Enumerable.Range(0, 40).Select(row => new Example($"Test-{row}", $"text {row}", MadeUpLogs.Truth(row)))];

    private static readonly TrialLog Classical = MadeUpLogs.Log(TestRungs.Classical, 1, row => row is 3 or 4, _ => 0.9, test: 40);
    private static readonly TrialLog ZeroShot = MadeUpLogs.Log(TestRungs.ZeroShot, 9, row => row < 10, _ => 0.7, test: 40);
    private static readonly TrialLog Lora = MadeUpLogs.Log(TestRungs.Lora, 9, row => row is 9 or 30, row => row == 5 ? 0.99 : 0.9, test: 40);

    [Fact]
    public void Tuning_is_compared_with_the_model_as_it_comes_and_the_recommended_rung_with_the_cheapest()
    {
        var found = Among("lora", Classical, ZeroShot, Lora);

        Assert.Equal([(FlipReason.Tuning, "zero-shot", "lora"), (FlipReason.Recommendation, "classical", "lora")], found.Select(flips => (flips.Reason, flips.From, flips.To)));
    }

    [Fact]
    public void Rows_are_fixed_or_broken_and_the_surest_stand_first()
    {
        var flips = Among("classical", ZeroShot, Lora, Classical)[0];

        Assert.Equal(["Test-5", "Test-0", "Test-1"], flips.Fixed.Take(3).Select(row => row.Example.Id));
        Assert.Equal((9, 1, 0, 40), (flips.Fixed.Count, flips.Broken.Count, flips.Changed.Count, flips.Rows));
        Assert.Equal(("Test-30", "ham", "spam"), (flips.Broken[0].Example.Id, flips.Broken[0].Before.Predicted!.Only, flips.Broken[0].After.Predicted!.Only));
        Assert.Equal(0.2, flips.Difference.Value, 12);
        Assert.InRange(flips.Difference.Low, 0.01, 0.1);
    }

    [Fact]
    public void A_wrong_answer_that_becomes_another_wrong_one_is_neither()
    {
        var unread = Lora with { Predictions = Lora.Predictions.SelectMany(part => part).Select(p => p.Id == "Test-9" ? p with { Predicted = null } : p).ToLookup(p => p.Part) };

        Assert.Equal(["Test-9"], Among(null, ZeroShot, unread)[0].Changed.Select(row => row.Example.Id));
    }

    [Fact]
    public void The_cheapest_is_not_compared_with_itself_nor_without_a_recommendation()
    {
        Assert.Empty(Among("classical", Classical, ZeroShot));
        Assert.Empty(Among(null, Classical, ZeroShot));
    }

    private static IReadOnlyList<FlipReport> Among(string? recommended, params TrialLog[] logs) =>
        new FlipFinder(TaskKind.Classification, MadeUpLogs.Labels, Test, ExampleGroups.None).Among(logs, recommended);
}
