using Fulcrum.Data;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Reports;

public sealed class ReportBuilderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunFolder _run;

    public ReportBuilderTests() => _run = TestRun.Create(_folder.Path);

    [Fact]
    public void The_report_is_made_from_the_files_alone()
    {
        Finish("majority", "majority", _ => "ham");
        Finish("good", "classical", e => e.Labels.Only);
        var report = ReportBuilder.Build(new RunFolder(_folder.Path));
        Assert.Equal("good", report.Verdict.RecommendedTrial);
        Assert.Equal("Best without an LLM: classical. 100.0\u202f% [91.2, 100.0]. Grade B.", report.Verdict.Recommendation);
        Assert.Equal([(TestRungs.Majority.Name, 0), (TestRungs.Classical.Name, 1)], report.Trials.Select(t => (t.Rung.Name, t.Rung.Rank)));
        Assert.Equal((40, 6), (report.Trials[1].Test!.Count, report.Trials[1].Shift!.Count));
        Assert.Equal(0.5, report.Trials[0].Test!.Accuracy.Value);
        Assert.Equal(("fulcrum compare mail.csv", 7, "2"), (report.Command, report.Seed, report.Environment["cores"]));
        Assert.Equal(TestRun.Environment.Created, report.Created);
        Assert.Equal("mail", report.Task.Name);
        Assert.False(report.Leakage.IsClean);
    }

    [Fact]
    public void The_data_card_counts_rows_per_part_and_label()
    {
        Finish("majority", "majority", _ => "ham");
        var card = ReportBuilder.Build(_run).Data;
        Assert.Equal((2, 20, 3), (card.Counts[DatasetPart.Train]["ham"], card.Counts[DatasetPart.Test]["spam"], card.Counts[DatasetPart.Shift]["ham"]));
        Assert.Equal(3, card.Characters.Count);
        Assert.Equal("Grüße test\n10".Length, card.Characters[2]);
        Assert.Equal(["text column guessed", "drawn"], card.Notes);
    }

    [Fact]
    public void The_most_confident_mistakes_come_first_with_what_the_others_said()
    {
        Finish("a", "classical", _ => "ham", e => int.Parse(e.Id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture) / 100.0);
        Finish("b", "scratch", e => e.Labels.Only);
        var mistakes = ReportBuilder.Build(_run).Trials[0].Mistakes;
        Assert.Equal(10, mistakes.Count);
        Assert.Equal(["test-1", "test-3", "test-5"], mistakes.Take(3).Select(m => m.Example.Id));
        Assert.Equal("spam", mistakes[0].Others["b"].Predicted);
        Assert.Empty(ReportBuilder.Build(_run).Trials[1].Mistakes);
    }

    [Fact]
    public void Figures_are_those_of_the_answers_that_the_costs_of_the_task_ask_for()
    {
        var run = new RunFolder(Path.Combine(_folder.Path, "costs"));
        var costs = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["spam"] = new Dictionary<string, double> { ["ham"] = 10 } };
        run.Create(TestRun.Task with { Costs = costs }, TestRun.Data, [], TestRun.Environment).Dispose();
        // Spam with 20 %: to overlook it costs 2 on average, to suspect it 0.8.
        Finish("unsure", "classical", _ => "ham", _ => 0.2, run);

        var trial = Assert.Single(ReportBuilder.Build(run).Trials);

        Assert.Equal([0, 1], trial.Test!.PerLabel.Select(label => label.Recall));
        Assert.Equal([0, 1], trial.Shift!.PerLabel.Select(label => label.Recall));
        Assert.Equal([[0, 1], [10, 0]], trial.Rule!.Rule.Costs.Select(row => row.ToArray()));
    }

    [Fact]
    public void Where_a_task_asks_for_no_rule_answers_are_those_that_were_logged()
    {
        Finish("good", "classical", e => e.Labels.Only);
        Assert.Null(Assert.Single(ReportBuilder.Build(_run).Trials).Rule);
    }

    [Fact]
    public void A_trial_that_says_the_same_of_every_text_has_no_mistakes_worth_showing()
    {
        Finish("majority", "majority", _ => "ham");
        Assert.Empty(ReportBuilder.Build(_run).Trials[0].Mistakes);
    }

    [Fact]
    public void Rows_of_a_group_are_counted_as_such_in_the_figures_the_verdict_and_the_data_card()
    {
        Finish("majority", "majority", _ => "ham");
        var alone = ReportBuilder.Build(_run);
        Assert.Empty(alone.Data.Groups);

        // The same run with its test rows in four families, two of ham and two of spam.
        var split = TestRun.Data.Split;
        var grouped = TestRun.Data with
        {
            Split = split with { Test = [.. split.Test.Select((e, i) => e with { Group = $"family {i % 4}" })] },
        };
        using var folder = new TemporaryFolder();
        var run = new RunFolder(folder.Path);
        run.Create(TestRun.Task with { Data = TestRun.Task.Data with { Group = "family" } }, grouped, [], TestRun.Environment).Dispose();
        Finish("majority", "majority", _ => "ham", run: run);
        var report = ReportBuilder.Build(run);
        Assert.Equal([KeyValuePair.Create(DatasetPart.Test, 4)], report.Data.Groups);
        Assert.Contains(report.Verdict.Details, r => r.StartsWith("The 40 test rows come in 4\u00a0groups (`family`, near-duplicates are one)", StringComparison.Ordinal));
        var (narrow, wide) = (alone.Trials[0].Test!.Accuracy, report.Trials[0].Test!.Accuracy);
        Assert.Equal(narrow.Value, wide.Value);
        Assert.True(wide.High - wide.Low > 2 * (narrow.High - narrow.Low));
    }

    [Fact]
    public void Near_duplicates_that_the_run_was_set_up_with_count_as_groups()
    {
        using var folder = new TemporaryFolder();
        var run = new RunFolder(folder.Path);
        // The even rows of test, all of ham, are variants of one text; so are three rows of shift.
        IReadOnlyList<IReadOnlyList<string>> variants = [[.. Enumerable.Range(0, 20).Select(i => $"test-{2 * i}")], ["shift-0", "shift-2", "shift-4"]];
        run.Create(TestRun.Task, TestRun.Data with { NearDuplicates = variants }, [], TestRun.Environment).Dispose();
        Finish("majority", "majority", _ => "ham", run: run);
        Finish("majority", "majority", _ => "ham");
        var (plain, grouped) = (ReportBuilder.Build(_run), ReportBuilder.Build(run));
        Assert.Equal([(DatasetPart.Test, 21), (DatasetPart.Shift, 4)], grouped.Data.Groups.Select(part => (part.Key, part.Value)));
        var (narrow, wide) = (plain.Trials[0].Test!.Accuracy, grouped.Trials[0].Test!.Accuracy);
        Assert.True(wide.High - wide.Low > 1.5 * (narrow.High - narrow.Low));
    }

    [Fact]
    public void Trials_share_what_they_show_of_groups()
    {
        using var folder = new TemporaryFolder();
        var run = new RunFolder(folder.Path);
        var split = TestRun.Data.Split;
        run.Create(TestRun.Task, TestRun.Data with { Split = split with { Test = [.. split.Test.Select((e, i) => e with { Group = $"family {i / 4}" })] } }, [], TestRun.Environment).Dispose();
        Finish("good", "classical", e => Number(e) == 20 ? "spam" : e.Labels.Only, run: run);
        var alone = ReportBuilder.Build(run).Trials[0].Test!.Accuracy;
        // Wrong in half of the rows of each family.
        Finish("poor", "scratch", e => Number(e) % 4 < 2 ? "ham" : "spam", run: run);
        var beside = ReportBuilder.Build(run).Trials[0].Test!.Accuracy;
        Assert.True(beside.Value == alone.Value && beside.Low > alone.Low + 0.03);

        static int Number(Example example) => int.Parse(example.Id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Two_runs_on_the_same_data_have_the_same_hash_and_on_other_data_another()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        TestRun.Create(folder.Path);
        var split = TestRun.Data.Split;
        new RunFolder(other.Path).Create(TestRun.Task, TestRun.Data with { Split = split with { Test = [.. split.Test.Reverse()] } }, [], TestRun.Environment).Dispose();
        var hash = ReportBuilder.Build(_run).DataHash;
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, ReportBuilder.Build(new RunFolder(folder.Path)).DataHash);
        Assert.NotEqual(hash, ReportBuilder.Build(new RunFolder(other.Path)).DataHash);
    }

    [Fact]
    public void A_trial_without_result_counts_as_failed_and_says_how_to_go_on()
    {
        Finish("majority", "majority", _ => "ham");
        _run.WriteTrials([TestRun.Trial("open")]);
        var report = ReportBuilder.Build(_run);
        Assert.Contains("--resume", report.Trials[1].Result.Failure!.Reason, StringComparison.Ordinal);
        Assert.Equal("majority", report.Verdict.RecommendedTrial);
    }

    [Fact]
    public void A_completed_trial_without_predictions_counts_as_failed()
    {
        _run.WriteTrials([TestRun.Trial("silent")]);
        _run.Trial("silent").WriteResult(new TrialResult { Status = TrialStatus.Completed });
        var report = ReportBuilder.Build(_run);
        Assert.Null(report.Trials[0].Test);
        Assert.Contains("nothing on the test part", report.Trials[0].Result.Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_file_holds_recommendation_and_figures_per_rung()
    {
        Finish("majority", "majority", _ => "ham");
        _run.WriteVerdict(ReportBuilder.Build(_run).Verdict);
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(_run.VerdictFile))!;
        Assert.StartsWith("Not decided: only majority was judged, which always answers `ham`.", (string?)json["recommendation"], StringComparison.Ordinal);
        var rung = json["rungs"]![0]!;
        Assert.Equal("majority", (string?)rung["name"]);
        Assert.Equal(0.5, (double)rung["test"]!["accuracy"]!["value"]!);
        Assert.True((double)rung["test"]!["macro_f1"]!["low"]! > 0);
        Assert.Equal((2.5, 1000), ((double)rung["seconds"]!, (long)rung["peak_memory_bytes"]!));
    }

    [Fact]
    public void What_perturbed_texts_did_is_computed_from_the_logs()
    {
        var run = TestRun.CreatePerturbed(Path.Combine(_folder.Path, "perturbed"));
        Finish("fragile", "classical", e => e.Copy is null ? e.Labels.Only : "ham", run: run, data: TestRun.PerturbedData);
        Finish("tough", "scratch", e => IndexOf(e) < 12 ? "spam" : e.Labels.Only, run: run, data: TestRun.PerturbedData);

        var report = ReportBuilder.Build(run);
        run.WriteVerdict(report.Verdict);

        var (fragile, tough) = (report.Trials[0].Robustness, report.Trials[1].Robustness);
        Assert.Equal(["all", "case"], fragile.Select(effect => effect.Perturbation));
        Assert.Equal((40, 0.5, 1.0, 0.5), (fragile[1].Texts, fragile[1].Accuracy, fragile[1].Drop.Value + fragile[1].Accuracy, fragile[1].FlipRate));
        Assert.Equal((0, 0.0), (tough[0].Drop.Value, tough[0].FlipRate));
        Assert.Equal((40, null), (report.Trials[0].Test!.Count, report.Trials[0].Shift));
        Assert.Equal(new PerturbedTexts("case", "Grüße test\n10", "GRÜßE TEST\n10"), Assert.Single(report.PerturbedTexts));
        var change = Assert.Single(report.Verdict.OrderChanges);
        Assert.Equal(("fragile", "tough"), (change.Trial, change.Overtaken));
        Assert.StartsWith("On perturbed test rows classical loses 50.0\u00a0points [3", RobustnessSentences.Alarm(report), StringComparison.Ordinal);
        Assert.EndsWith("to case.", RobustnessSentences.Alarm(report), StringComparison.Ordinal);
        Assert.StartsWith(
            "Perturbed texts turn an order round, on 40 rows that both answered: classical leads", Assert.Single(RobustnessSentences.OrderChanges(report)), StringComparison.Ordinal);
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(run.VerdictFile))!;
        Assert.Equal(0.5, (double)json["rungs"]![0]!["robustness"]![1]!["drop"]!["value"]!);
        Assert.Equal("tough", (string?)json["order_changes"]![0]!["overtaken"]);
    }

    [Fact]
    public void Without_perturbed_copies_nothing_is_said_of_robustness()
    {
        Finish("good", "classical", e => e.Labels.Only);
        var report = ReportBuilder.Build(_run);
        Assert.Empty(report.Trials[0].Robustness);
        Assert.Empty(report.PerturbedTexts);
        Assert.Null(RobustnessSentences.Alarm(report));
    }

    [Fact]
    public void Answers_to_perturbed_copies_that_are_gone_are_an_error_with_a_remedy()
    {
        var run = TestRun.CreatePerturbed(Path.Combine(_folder.Path, "perturbed"));
        Finish("good", "classical", e => e.Labels.Only, run: run, data: TestRun.PerturbedData);
        File.Delete(Path.Combine(run.Root, "perturbed.jsonl"));

        var error = Assert.Single(Assert.Throws<InputException>(() => ReportBuilder.Build(run)).Errors);

        Assert.Equal(("The log no longer holds the predictions of its trial.", $"Run the trial again: fulcrum compare --resume {run.Root}"), (error.Message, error.Remedy));
        Assert.Equal((0, 1), run.ReopenTrials());
    }

    public void Dispose() => _folder.Dispose();

    private static int IndexOf(Example example) => int.Parse(example.Id.Split('-', '~')[1], System.Globalization.CultureInfo.InvariantCulture);

    private void Finish(string id, string rung, Func<Example, string> answer, Func<Example, double>? doubt = null, RunFolder? run = null, RunData? data = null) =>
        FinishedTrial.Write(run ?? _run, data ?? TestRun.Data, TestRun.Trial(id, rung), answer, example => doubt?.Invoke(example) is { } unsure ? [1 - unsure, unsure] : [1, 0]);
}
