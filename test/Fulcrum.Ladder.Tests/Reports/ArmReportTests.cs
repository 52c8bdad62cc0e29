using Fulcrum.Data;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Reports;

/// <summary>One line of the report per arm, whatever trials the race made of it.</summary>
public sealed class ArmReportTests : IDisposable
{
    private static readonly Trial Classical = TestRun.Trial("classical");
    private static readonly Trial Scratch = TestRun.Trial("scratch", "scratch");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_dropped_arm_is_its_last_pilot_with_the_reason_and_its_curve()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.SlowMachine, Classical, Scratch);
        Finish(run, Classical, _ => true);
        Finish(run, Of(new Pilot(64, 64)), row => row % 5 < 2);
        Finish(run, Of(new Pilot(256, 100)), row => row % 5 < 2);

        var report = ReportBuilder.Build(run);

        Assert.Equal(["classical", "scratch-pilot-256-100"], report.Trials.Select(trial => trial.Trial.Id));
        var scratch = report.Trials[1];
        Assert.Null(scratch.Test);
        Assert.Equal("dropped", scratch.WithoutTest);
        Assert.Equal(("classical", 100, 256), (scratch.Dropped!.Rival, scratch.Dropped.Rows, scratch.Dropped.TrainRows));
        Assert.Equal(
            "It was dropped after 256 rows of train: 40.0\u202f% against 100.0\u202f% of classical on 100 rows of dev; at most 5.0 points more could be hoped for.".Replace("5.0", $"{100 * scratch.Dropped.Allowance:0.0}", StringComparison.Ordinal),
            scratch.Result.Failure!.Reason);
        Assert.Equal(TrialStage.Dropped, scratch.Result.Failure.Stage);
        Assert.Equal([(64, 64, 0.41), (256, 100, 0.4)], scratch.Curve.Select(point => (point.Rows, point.DevRows, Math.Round(point.DevAccuracy.Value, 2))));
        Assert.Equal(62, scratch.ArmSeconds);
        Assert.Equal([(400, 100, 1.0)], report.Trials[0].Curve.Select(point => (point.Rows, point.DevRows, point.DevAccuracy.Value)));
        Assert.Equal("scratch", new TrialNames(report.Trials.Select(trial => trial.Trial))[scratch.Trial.Id]);
    }

    [Fact]
    public void Other_seeds_of_an_arm_stand_in_its_line_with_their_own_figures()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.Environment, Classical, Scratch);
        Finish(run, Classical, row => row % 10 > 0);
        Finish(run, Scratch, row => row % 9 > 0);
        Finish(run, Scratch with { Id = "scratch-seed-8", ArmId = "scratch", Seed = 8, Settled = [] }, row => row % 5 > 0);

        var report = ReportBuilder.Build(run);

        Assert.Equal(["classical", "scratch"], report.Trials.Select(trial => trial.Trial.Id));
        var seed = Assert.Single(report.Trials[1].Seeds);
        Assert.Equal((8, 0.8), (seed.Trial.Seed, seed.Test!.Accuracy.Value));
        Assert.All(report.Trials[0].Mistakes, mistake => Assert.DoesNotContain("scratch-seed-8", mistake.Others.Keys));
    }

    [Fact]
    public void An_arm_that_a_budget_left_no_time_for_says_what_it_would_take()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.SlowMachine with { BudgetSeconds = 60 }, Classical, Scratch);
        Finish(run, Classical, _ => true);
        Finish(run, Of(new Pilot(64, 64)), _ => true);

        var scratch = ReportBuilder.Build(run).Trials[1];

        Assert.Equal(("no time", true), (scratch.WithoutTest, scratch.IsOutOfTime));
        Assert.Equal(
            "The budget was too short for it: a pilot on 256 rows takes about 3\u202fmin, all rows about 4\u202fmin with one setting and 10\u202fmin with 3.",
            scratch.Result.Failure!.Reason);
        Assert.Equal(256, scratch.Estimate!.PilotRows);
    }

    [Fact]
    public void An_arm_whose_pilot_failed_has_failed_for_its_reason()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.SlowMachine, Classical, Scratch);
        Finish(run, Classical, _ => true);
        var pilot = Of(new Pilot(64, 64));
        run.WriteTrials([pilot]);
        run.Trial(pilot.Id).WriteResult(TrialResult.Failed(new TrialFailure(TrialStage.Rung, "The model is too small.")));

        var scratch = ReportBuilder.Build(run).Trials[1];

        Assert.Equal(("failed", "The model is too small."), (scratch.WithoutTest, scratch.Result.Failure!.Reason));
    }

    [Fact]
    public void An_arm_that_was_not_begun_in_a_run_without_a_budget_says_how_to_go_on()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.Environment, Classical, Scratch);
        Finish(run, Classical, _ => true);

        Assert.Equal("It has not been run to its end; continue the comparison with --resume.", ReportBuilder.Build(run).Trials[1].Result.Failure!.Reason);
    }

    public void Dispose() => _folder.Dispose();

    private static Trial Of(Pilot pilot) => Scratch with { Id = $"scratch-pilot-{pilot.TrainRows}-{pilot.DevRows}", ArmId = "scratch", Pilot = pilot };

    /// <summary>Writes a trial that has taken half a minute, and is right about some rows.</summary>
    private static void Finish(RunFolder run, Trial trial, Func<int, bool> isRight)
    {
        var split = run.ReadData().Split;
        run.WriteTrials([trial]);
        using (var log = run.Trial(trial.Id).OpenPredictions())
        {
            var dev = split.Dev.Index().Take(trial.Pilot?.DevRows ?? split.Dev.Count).Select(row => (Part: DatasetPart.Dev, row.Index, row.Item));
            var test = split.Test.Index().Take(trial.Pilot is null ? split.Test.Count : 0).Select(row => (Part: DatasetPart.Test, row.Index, row.Item));
            foreach (var (part, index, row) in dev.Concat(test))
                log.Write(new Prediction { Part = part, Id = row.Id, Labels = row.Labels, Predicted = isRight(index) ? row.Labels : row.Labels.Only == "ham" ? "spam" : "ham", Milliseconds = 0 });
        }

        run.Trial(trial.Id).WriteResult(new TrialResult
        {
            Status = TrialStatus.Completed, WallSeconds = 31, Outcome = new TrialOutcome { TrainingSeconds = 30, UntriedSettings = trial.Pilot is null ? 0 : 2 },
        });
    }
}
