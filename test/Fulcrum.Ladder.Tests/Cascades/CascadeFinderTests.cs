using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Cascades;

public class CascadeFinderTests
{
    // Wrong in 10 % of rows, in which it is unsure.
    private static readonly TrialLog Cheap = MadeUpLogs.Log(TestRungs.Classical, 1, row => row % 10 == 3, row => row % 10 == 3 ? 0.6 : row % 10 == 4 ? 0.65 : 0.9, shift: 20);

    private static readonly TrialLog Costly = MadeUpLogs.Log(TestRungs.Lora, 20, row => row % 50 == 0, _ => 0.8, shift: 20);

    [Fact]
    public void The_unsure_rows_go_to_the_costly_rung_and_the_figures_follow()
    {
        var cascade = Assert.Single(Among(Cheap, Costly).Cascades);

        Assert.Equal("cascade: classical → lora", cascade.Log.Trial.Rung.Name);
        Assert.Equal("the cascade of classical and LoRA on tiny", cascade.Log.Trial.Rung.SpokenName);
        // Of rows that the cheap one is sure of it loses none: all of them are kept, and of the others those that fit into one point.
        Assert.InRange(cascade.Settings.Threshold, 0.6, 0.65);
        Assert.Equal(("classical", "lora", 300, false), (cascade.Settings.Cheap, cascade.Settings.Costly, cascade.Settings.DevRows, cascade.Settings.DevWasSelected));
        Assert.Equal(0.1, cascade.Escalated, 12);
        Assert.Equal(1 + (0.1 * 20), cascade.Test.MillisecondsPerText, 12);
        Assert.Equal((200, 1.0), (cascade.Test.Count, cascade.Test.Accuracy.Value));
        Assert.Equal((0, 4), (cascade.Lost, cascade.Won));
        Assert.Equal(20, cascade.Shift!.Count);
        Assert.Equal((300, 5.5), (cascade.Log.Of(DatasetPart.Dev).Count, cascade.Test.PromptTokens));
        Assert.Equal((20, 6, 200, 2000), (cascade.Log.Result.WallSeconds, cascade.Log.Result.Outcome!.TrainingSeconds, cascade.Log.Result.Outcome.ArtifactBytes, cascade.Log.Result.PeakMemoryBytes));
        // A tenth of the requests takes both.
        Assert.InRange(cascade.Test.LatencyP50, 0.9, 1.4);
        Assert.InRange(cascade.Test.LatencyP95, 10, 30);
    }

    [Fact]
    public void Settings_that_were_chosen_on_the_same_rows_make_the_guarantee_conditional()
    {
        var searched = MadeUpLogs.Log(TestRungs.Lora, 20, row => row % 50 == 0, _ => 0.8, searched: true);

        Assert.True(Assert.Single(Among(Cheap, searched).Cascades).Settings.DevWasSelected);
    }

    [Fact]
    public void Too_few_rows_of_dev_are_said()
    {
        var (cheap, costly) = (MadeUpLogs.Log(TestRungs.Classical, 1, row => row % 10 == 3, _ => 0.9, dev: 84), MadeUpLogs.Log(TestRungs.Lora, 20, _ => false, _ => 0.9, dev: 84));

        var found = Among(cheap, costly);

        Assert.Empty(found.Cascades);
        Assert.Equal(
            ["No cascade of classical and LoRA on tiny: dev has 84 rows that both answered. To be 90\u202f% sure of losing at most 1.0 points takes 230 rows that stand for themselves."],
            found.Notes);
    }

    [Fact]
    public void Groups_are_taken_for_one_piece_of_evidence()
    {
        var groups = ExampleGroups.Of(Enumerable.Range(0, 300).ToDictionary(row => $"{DatasetPart.Dev}-{row}", row => $"{row / 10}"));

        Assert.StartsWith(
            "No cascade of classical and LoRA on tiny: dev has 300 rows in 30 groups that both answered.",
            Assert.Single(new CascadeFinder(TaskKind.Classification, MadeUpLogs.Labels, groups, 1).Among([Cheap, Costly]).Notes),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_rung_that_is_sure_where_it_is_wrong_is_no_first_part()
    {
        var proud = MadeUpLogs.Log(TestRungs.Classical, 1, row => row % 10 == 3, row => row % 10 == 3 ? 0.99 : 0.9);

        Assert.Equal(
            ["No cascade of classical and LoRA on tiny: even where the first is surest, it has too many rows wrong that the second has right."], Among(proud, Costly).Notes);
    }

    [Fact]
    public void Without_a_quicker_rung_that_says_how_sure_it_is_there_is_none()
    {
        const string none = "No cascade: no other judged rung answers in less than half of the time of LoRA on tiny, the most accurate on dev, and says how sure it is.";

        Assert.Equal([none], Among(MadeUpLogs.Log(TestRungs.Classical, 15, row => row % 10 == 3, _ => 0.9), Costly).Notes);
        Assert.Equal([none], Among(MadeUpLogs.Log(TestRungs.ZeroShot, 1, row => row % 10 == 3, null), Costly).Notes);
    }

    [Fact]
    public void One_rung_alone_is_no_cascade_nor_is_a_baseline_a_part()
    {
        var majority = MadeUpLogs.Log(TestRungs.Majority, 0, row => row % 2 == 1, _ => 0.5);

        Assert.Equal(["No cascade: it takes two judged rungs that answered dev and test."], Among(majority, Costly).Notes);
    }

    [Fact]
    public void The_best_and_the_cheapest_of_the_quick_rungs_are_tried()
    {
        var second = MadeUpLogs.Log(TestRungs.ZeroShot, 5, row => row % 20 == 3, row => row % 20 == 3 ? 0.6 : 0.9);

        Assert.Equal(["zero-shot", "classical"], Among(Cheap, second, Costly).Cascades.Select(cascade => cascade.Settings.Cheap));
    }

    [Fact]
    public void To_escalate_everything_is_the_costly_rung_and_to_escalate_nothing_the_cheap_one() => Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 1000]).Sample((a, b) =>
    {
        var cheap = MadeUpLogs.Log(TestRungs.Classical, 1, row => row * a % 7 < 2, row => 0.5 + (row * b % 50 / 100.0), dev: 40, test: 40);
        var costly = MadeUpLogs.Log(TestRungs.Lora, 20, row => row * b % 11 < 2, _ => 0.8, dev: 40, test: 40);
        var predictions = new CascadePredictions(cheap, costly, TaskKind.Classification, MadeUpLogs.Labels);

        var everything = predictions.Of(DatasetPart.Test, ChosenThreshold.KeepsNothing).ToArray();
        Assert.Equal(costly.Of(DatasetPart.Test).Select(p => (p.Id, p.Predicted, p.Probabilities)), everything.Select(p => (p.Id, p.Predicted, p.Probabilities)));
        Assert.All(everything, p => Assert.Equal((21, 10), (p.Milliseconds, p.PromptTokens)));
        Assert.Equal(cheap.Of(DatasetPart.Test), predictions.Of(DatasetPart.Test, 0));
    }, iter: 50);

    private static CascadeReports Among(params TrialLog[] logs) => new CascadeFinder(TaskKind.Classification, MadeUpLogs.Labels, ExampleGroups.None, 1).Among(logs);
}
