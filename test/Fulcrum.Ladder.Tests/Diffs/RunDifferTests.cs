using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Ladder.Diffs;
using Fulcrum.Ladder.Inference;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Diffs;

public sealed class RunDifferTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rungs_are_compared_on_the_same_rows_with_what_was_fixed_and_broken()
    {
        var (before, after) = (Create("before"), Create("after"));
        Write(before, "c", "classical", row => Number(row) < 14);
        Write(after, "c", "classical", row => Number(row) is 0 or 1);
        Write(before, "m", "majority", row => Number(row) % 2 == 1);
        Write(after, "m", "majority", row => Number(row) % 2 == 1);
        Write(before, "s", "scratch", _ => false);
        FinishedTrial.Fail(after, TestRun.Trial("s", "scratch"), "It broke.");

        var diff = RunDiffer.Compare(before, after);

        Assert.Equal((true, 40), (diff.IsSameData, diff.Rows));
        Assert.Equal(["majority", "classical"], diff.Rungs.Select(rung => rung.Rung));
        var classical = diff.Rungs[1];
        Assert.Equal((40, 26 / 40.0, 38 / 40.0, 12, 0), (classical.Rows, classical.Before, classical.After, classical.Fixed, classical.Broken));
        Assert.Equal(0.3, classical.Difference.Value, 12);
        Assert.True(classical.Difference.Low > 0);
        Assert.Equal(2 * classical.PValue, classical.AdjustedPValue, 12);
        Assert.Equal((1, 1), (classical.LatencyRatio, classical.CostRatio));
        Assert.Equal(["test-2", "test-3", "test-4", "test-5", "test-6", "test-7", "test-8", "test-9", "test-10", "test-11"], classical.FixedRows.Select(row => row.Id));
        Assert.Equal(new ChangedRow("test-2", "Grüße test\n2", "ham", "spam", "ham"), classical.FixedRows[0]);
        Assert.Equal((0, 0, 1.0), (diff.Rungs[0].Fixed, diff.Rungs[0].Broken, diff.Rungs[0].AdjustedPValue));
        Assert.Equal(["scratch"], diff.OnlyBefore);
        Assert.Equal(["scratch"], diff.OnlyAfter);
        Assert.Equal(("s", before.Root, 40), (diff.Before.RecommendedTrial, diff.Before.Folder, diff.Before.TestRows));
        Assert.StartsWith("Best without an LLM: classical.", diff.After.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void Difference_and_p_value_are_those_of_the_paired_test()
    {
        var (before, after) = (Create("before"), Create("after"));
        Write(before, "c", "classical", row => Number(row) < 14);
        Write(after, "c", "classical", row => Number(row) is > 10 and < 16);

        var rung = Assert.Single(RunDiffer.Compare(before, after).Rungs);

        var paired = PairedDifference.Of(Log(after), Log(before), ExampleGroups.None, TaskKind.Classification);
        Assert.Equal((paired.Difference, paired.PValue, paired.PValue), (rung.Difference, rung.PValue, rung.AdjustedPValue));
        Assert.Equal((11, 2), (rung.Fixed, rung.Broken));

        static IEnumerable<Prediction> Log(RunFolder run) => run.Trial("c").ReadPredictions().Where(p => p.Part == DatasetPart.Test);
    }

    [Fact]
    public void Of_other_data_the_rows_with_equal_id_text_and_label_are_compared()
    {
        var split = TestRun.Data.Split;
        var changed = TestRun.Data with
        {
            // Two rows are gone, one has another text, one another label.
            Split = split with { Test = [.. split.Test.Skip(2).Select(row => row.Id == "test-7" ? row with { Text = "new" } : row.Id == "test-8" ? row with { Labels = "spam" } : row)] },
        };
        var (before, after) = (Create("before"), Create("after", changed));
        Write(before, "c", "classical", _ => false);
        Write(after, "c", "classical", row => row.Id is "test-7" or "test-9", changed);

        var diff = RunDiffer.Compare(before, after);

        Assert.Equal((false, 36, 40, 38), (diff.IsSameData, diff.Rows, diff.Before.TestRows, diff.After.TestRows));
        var rung = Assert.Single(diff.Rungs);
        Assert.Equal((36, 0, 1, "test-9"), (rung.Rows, rung.Fixed, rung.Broken, rung.BrokenRows[0].Id));
    }

    [Fact]
    public void A_rung_is_compared_under_another_model_where_there_is_one_of_it_on_both_sides()
    {
        var (before, after) = (Create("before"), Create("after"));
        FinishedTrial.Write(before, TestRun.Data, TestRun.Trial("lora-a", "lora") with { Model = "/models/a" }, row => row.Labels.Only);
        FinishedTrial.Write(after, TestRun.Data, TestRun.Trial("lora-b", "lora") with { Model = "/models/b" }, row => row.Labels.Only);
        // Of two with other settings those of one model belong together.
        foreach (var model in new[] { "a", "b" })
        {
            FinishedTrial.Write(before, TestRun.Data, TestRun.Trial($"full-{model}-1", "full") with { Model = $"/models/{model}" }, row => row.Labels.Only);
            FinishedTrial.Write(after, TestRun.Data, TestRun.Trial($"full-{model}-2", "full") with { Model = $"/models/{model}" }, row => row.Labels.Only);
        }

        Assert.Equal(
            [("a", "b", "lora-a", "lora-b"), ("a", "a", "full-a-1", "full-a-2"), ("b", "b", "full-b-1", "full-b-2")],
            RunDiffer.Compare(before, after).Rungs.Select(rung => (rung.ModelBefore!, rung.ModelAfter!, rung.TrialBefore, rung.TrialAfter)));
    }

    [Fact]
    public void Answers_are_those_that_the_rule_of_the_task_asks_for()
    {
        var costs = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["spam"] = new Dictionary<string, double> { ["ham"] = 10 } };
        var (before, after) = (Create("before"), new RunFolder(Path.Combine(_folder.Path, "after")));
        after.Create(TestRun.Task with { Costs = costs }, TestRun.Data, [], TestRun.Environment).Dispose();
        // Spam with 20 %: to overlook it costs 2 on average, to suspect it 0.8.
        foreach (var run in new[] { before, after }) FinishedTrial.Write(run, TestRun.Data, TestRun.Trial("c"), _ => "ham", _ => [0.8, 0.2]);

        var rung = Assert.Single(RunDiffer.Compare(before, after).Rungs);

        Assert.Equal((20, 20), (rung.Fixed, rung.Broken));
        Assert.Equal("spam", rung.FixedRows[0].After);
    }

    [Fact]
    public void What_is_no_run_is_refused_both_at_once()
    {
        var (one, other) = (Path.Combine(_folder.Path, "one"), Path.Combine(_folder.Path, "other"));
        Assert.Equal(
            [
                $"There is no run in `{one}`. Give the folder that compare printed, e.g. runs/2026-11-23T10-00-00-mails.",
                $"There is no run in `{other}`. Give the folder that compare printed, e.g. runs/2026-11-23T10-00-00-mails.",
            ],
            Errors(new RunFolder(one), new RunFolder(other)));
    }

    [Fact]
    public void Runs_with_other_labels_are_refused()
    {
        var split = TestRun.Data.Split;
        var other = TestRun.Data with { Split = split with { Labels = ["ham", "junk", "spam"] } };
        Assert.Equal(["The labels of the runs differ: `junk` only in the second. Compare runs of one task."], Errors(Create("before"), Create("after", other)));
    }

    [Fact]
    public void Runs_without_a_common_row_or_rung_are_refused()
    {
        var split = TestRun.Data.Split;
        var other = TestRun.Data with { Split = split with { Test = [.. split.Test.Select(row => row with { Text = row.Text + "!" })] } };
        var (before, after, elsewhere) = (Create("before"), Create("after"), Create("elsewhere", other));
        Write(before, "c", "classical", _ => false);
        Write(after, "s", "scratch", _ => false);
        Write(elsewhere, "c", "classical", _ => false, other);
        Assert.Equal(["The runs have no rung in common that was completed in both. Compare runs of the same rungs."], Errors(before, after));
        Assert.Equal(
            ["The test parts of the runs have no row in common: none has the same id, text and label in both. Compare runs on the same data with the same --seed."],
            Errors(before, elsewhere));
    }

    [Fact]
    public void P_values_are_adjusted_as_r_does()
    {
        // p.adjust(c(.01, .04, .03, .005), "holm") and of c(.6, .7).
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], Holm.Adjust([0.6, 0.7]));
    }

    private static string[] Errors(RunFolder before, RunFolder after) =>
        [.. Assert.Throws<InputException>(() => RunDiffer.Compare(before, after)).Errors.Select(error => error.ToString())];

    private static int Number(Example row) => int.Parse(row.Id.Split('-')[1], CultureInfo.InvariantCulture);

    private static void Write(RunFolder run, string id, string rung, Func<Example, bool> isWrong, RunData? data = null) => FinishedTrial.Write(
        run, data ?? TestRun.Data, TestRun.Trial(id, rung), row => isWrong(row) ? row.Labels.Only == "ham" ? "spam" : "ham" : row.Labels.Only);

    private RunFolder Create(string name, RunData? data = null)
    {
        var run = new RunFolder(Path.Combine(_folder.Path, name));
        run.Create(TestRun.Task, data ?? TestRun.Data, [], TestRun.Environment).Dispose();
        return run;
    }
}
