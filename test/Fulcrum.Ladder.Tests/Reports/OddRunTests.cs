using Fulcrum.Data;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Reports;

/// <summary>Runs in which something is missing, too small or all alike: each has a sensible verdict.</summary>
public sealed class OddRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Probabilities_that_are_no_numbers_leave_the_answers_as_they_were_logged(bool hasCosts)
    {
        var costs = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["spam"] = new Dictionary<string, double> { ["ham"] = 10 } };
        var (run, data) = Create(200, hasCosts ? TestRun.Task with { Costs = costs } : TestRun.Task);
        FinishedTrial.Write(run, data, TestRun.Trial("nan"), row => row.Labels.Only, _ => [double.NaN, double.NaN], new TrialOutcome { Notes = ["Its loss diverged."] });
        FinishedTrial.Write(run, data, TestRun.Trial("m", "majority"), _ => "ham", _ => []);

        var report = ReportBuilder.Build(run);

        Assert.Equal((VerdictKind.Decided, "nan", 1.0), (report.Verdict.Kind, report.Verdict.RecommendedTrial, report.Trials[1].Test!.Accuracy.Value));
        Assert.Equal(["Its loss diverged.", "The probabilities of 206 answers are not a number per label, and count as missing."], report.Trials[1].Result.Outcome!.Notes);
        Assert.Equal((null, null), (report.Trials[0].Test!.CalibrationError, report.Trials[1].Test!.CalibrationError));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3, 0.3, 0.4)]
    [InlineData(double.PositiveInfinity, 0.0)]
    public void Probabilities_that_are_not_one_per_label_count_as_missing(params double[] probabilities)
    {
        var (run, data) = Create(40);
        FinishedTrial.Write(run, data, TestRun.Trial("c"), row => row.Labels.Only, row => row.Id == "test-3" ? probabilities : [0.5, 0.5], new TrialOutcome());
        Assert.Equal(["The probabilities of one answer are not a number per label, and count as missing."], Assert.Single(ReportBuilder.Build(run).Trials).Result.Outcome!.Notes);
    }

    [Fact]
    public void A_log_that_lacks_probabilities_of_some_rows_counts_those_it_has()
    {
        var (run, data) = Create(200);
        FinishedTrial.Write(run, data, TestRun.Trial("some"), row => row.Labels.Only, row => row.Id.EndsWith('7') ? [] : row.Labels.Only == "ham" ? [0.9, 0.1] : [0.1, 0.9]);
        Assert.Equal(0.1, Assert.Single(ReportBuilder.Build(run).Trials).Test!.CalibrationError!.Value, 2);
    }

    [Fact]
    public void A_run_whose_shifted_part_has_a_label_that_the_split_does_not_name_is_refused()
    {
        var (run, _) = Create(40);
        var file = Path.Combine(run.Root, "examples.jsonl");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"id\":\"shift-0\",\"text\":\"Grüße shift\\n0\",\"label\":\"ham\"", "\"id\":\"shift-0\",\"text\":\"Grüße shift\\n0\",\"label\":\"junk\"", StringComparison.Ordinal));
        var error = Assert.Single(Assert.Throws<InputException>(() => ReportBuilder.Build(run)).Errors);
        Assert.Equal("Example `shift-0` has the label `junk`, which the split does not name.", error.Message);
    }

    [Fact]
    public void Twenty_test_rows_decide_nothing()
    {
        var (run, data) = Create(20);
        FinishedTrial.Write(run, data, TestRun.Trial("m", "majority"), _ => "ham");
        FinishedTrial.Write(run, data, TestRun.Trial("c"), row => row.Labels.Only);
        var verdict = ReportBuilder.Build(run).Verdict;
        Assert.Equal((VerdictKind.NotDecided, Grade.D, "c"), (verdict.Kind, verdict.Grade, verdict.RecommendedTrial));
        Assert.Contains("The test part tells as much as 20 independent rows; a decision needs 30.", verdict.GradeReasons);
    }

    [Fact]
    public void Rows_that_are_all_of_one_group_decide_nothing()
    {
        var (run, data) = Create(400, group: _ => "one");
        FinishedTrial.Write(run, data, TestRun.Trial("m", "majority"), _ => "ham");
        FinishedTrial.Write(run, data, TestRun.Trial("c"), row => row.Labels.Only);
        var verdict = ReportBuilder.Build(run).Verdict;
        Assert.Equal((VerdictKind.NotDecided, Grade.D, "c", 1.0), (verdict.Kind, verdict.Grade, verdict.RecommendedTrial, verdict.EffectiveRows));
        Assert.Contains("The test part tells as much as 1 independent rows; a decision needs 30.", verdict.GradeReasons);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(400)]
    public void Of_rungs_that_answer_all_alike_the_cheapest_is_taken(int wrong)
    {
        var (run, data) = Create(400);
        foreach (var (id, rung) in new[] { ("c", "classical"), ("z", "zero-shot"), ("r", "retrieval") })
            FinishedTrial.Write(run, data, TestRun.Trial(id, rung), row => IsWrong(row) ? row.Labels.Only == "ham" ? "spam" : "ham" : row.Labels.Only);
        var verdict = ReportBuilder.Build(run).Verdict;
        Assert.Equal((VerdictKind.Tie, "c", 2), (verdict.Kind, verdict.RecommendedTrial, verdict.RunnersUp.Count));
        Assert.All(verdict.Pairs, pair => Assert.Equal((0.0, 1.0), (pair.Difference.Value, pair.AdjustedPValue)));
        Assert.True(verdict.Figure is { } figure && figure.Low <= figure.Value && figure.Value <= figure.High && figure.Low < figure.High);

        bool IsWrong(Example row) => int.Parse(row.Id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture) < wrong;
    }

    [Fact]
    public void Where_all_rungs_failed_each_says_why()
    {
        var (run, _) = Create(40);
        FinishedTrial.Fail(run, TestRun.Trial("c"), "The data is broken.");
        FinishedTrial.Fail(run, TestRun.Trial("s", "scratch"), "Memory ran out.");
        var verdict = ReportBuilder.Build(run).Verdict;
        Assert.Equal((VerdictKind.NotDecided, null, Grade.D), (verdict.Kind, verdict.RecommendedTrial, verdict.Grade));
        Assert.Equal("No verdict: no trial was completed.", verdict.Recommendation);
        Assert.Equal(["Classical failed: The data is broken.", "Scratch failed: Memory ran out."], verdict.Reasons.Select(reason => reason.Replace("A model from scratch", "Scratch", StringComparison.Ordinal)));
    }

    /// <summary>A run with so many test rows, half ham and half spam.</summary>
    private (RunFolder Run, RunData Data) Create(int rows, TaskDefinition? task = null, Func<int, string>? group = null)
    {
        Example[] test = [.. Enumerable.Range(0, rows).Select(i => new Example($"test-{i}", $"text {i}", i % 2 == 0 ? "ham" : "spam") { Group = group?.Invoke(i) })];
        var data = TestRun.Data with { Split = TestRun.Data.Split with { Test = test } };
        var run = new RunFolder(_folder.Path);
        run.Create(task ?? TestRun.Task, data, [], TestRun.Environment).Dispose();
        return (run, data);
    }
}
