using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;
using Fulcrum.Workers.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class LocalTrialExecutorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly UpdateList _updates = new();
    private readonly LocalTrialExecutor _executor = new(WorkerStartInfo.ThisProgram("worker"), TimeProvider.System);

    private static string[] PredictedIds =>
        [.. new[] { DatasetPart.Test, DatasetPart.Dev, DatasetPart.Shift }.SelectMany(part => TestRun.Data.Split[part]).Select(example => example.Id)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trial_ends_with_its_predictions_its_outcome_and_what_it_took()
    {
        var run = await RunAsync(TestRun.Trial("a"));
        var result = run.Trial("a").ReadResult()!;
        Assert.Equal(TrialStatus.Completed, result.Status);
        Assert.Equal("engine", (string?)result.Outcome!.Chosen["thread"]);
        Assert.Equal("label words", result.Outcome.Notes[0]);
        Assert.True(result.WallSeconds > 0);
        Assert.InRange(result.PeakMemoryBytes!.Value, 10_000_000, 2_000_000_000);
        Assert.Equal(PredictedIds, run.Trial("a").ReadPredictions().Select(p => p.Id));
        Assert.Equal(PredictedIds.Length, result.Predictions);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), result.Outcome.Chosen["created"]!.GetValue<DateTimeOffset>());
        Assert.Equal(
            ["fitting", "opening the artifact", "scoring test", "scoring dev", "scoring shift", "timing single texts"],
            run.Trial("a").ReadEvents().Select(e => e.Progress.Stage).Distinct());
        Assert.Equal(new StageProgress("fitting", 0, "loss 0.5"), _updates.All[0].Progress);
        Assert.Equal(TrialStatus.Completed, _updates.All[^1].Result!.Status);
    }

    [Fact]
    public async Task What_an_attempt_left_half_written_is_not_what_would_be_served()
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a")]);
        var torn = Path.Combine(Directory.CreateDirectory(run.Trial("a").ArtifactFolder).FullName, "model.safetensors.torn");
        await File.WriteAllTextAsync(torn, "half", Cancel);

        await _executor.RunAsync(run, [TestRun.Trial("a")], _updates, Cancel);

        Assert.True(run.Trial("a").IsFinished);
        Assert.False(File.Exists(torn));
    }

    [Fact]
    public async Task One_worker_runs_all_trials_on_one_process()
    {
        var run = await RunAsync(TestRun.Trial("a"), TestRun.Trial("b"));
        Assert.Equal(ProcessOf(run, "a"), ProcessOf(run, "b"));
    }

    [Fact]
    public async Task The_trials_of_one_model_run_together_so_that_it_is_loaded_once()
    {
        var run = TestRun.Create(_folder.Path);
        Trial[] trials = [.. new[] { "x", "y", "x" }.Select((model, i) => TestRun.Trial($"{model}{i}") with { Model = model })];
        await _executor.RunAsync(run, trials, _updates, Cancel);
        Assert.Equal(["x0", "x2", "y1"], _updates.All.Where(u => u.Result is not null).Select(u => u.Trial.Id));
    }

    [Fact]
    public async Task A_worker_that_dies_fails_its_trial_and_the_next_one_gets_a_new_worker()
    {
        var run = await RunAsync(TestRun.Trial("a"), TestRun.Trial("b", act: "exit"), TestRun.Trial("c"));
        Assert.Equal(new { Stage = TrialStage.Worker, Reason = "The worker ended with exit code 3 before it answered." }, Failure(run, "b"));
        Assert.Equal(TrialStatus.Completed, run.Trial("c").ReadResult()!.Status);
        Assert.NotEqual(ProcessOf(run, "a"), ProcessOf(run, "c"));
    }

    [Fact]
    public async Task A_killed_worker_fails_its_trial_with_the_signal_and_its_last_words()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        var run = await RunAsync(TestRun.Trial("a", act: "kill"), TestRun.Trial("b"));
        var result = run.Trial("a").ReadResult()!;
        Assert.Equal("The worker was ended by SIGKILL: it was killed by hand, or by the system because memory ran out.", result.Failure!.Reason);
        Assert.Equal(["last words"], result.Failure.Log);
        Assert.True(result.WallSeconds > 0);
        Assert.Equal(TrialStatus.Completed, run.Trial("b").ReadResult()!.Status);
    }

    [Fact]
    public async Task The_memory_of_a_worker_that_never_ran_is_not_known()
    {
        var run = TestRun.Create(_folder.Path);
        var missing = new LocalTrialExecutor(new WorkerStartInfo(Path.Combine(_folder.Path, "no-such-program"), []), TimeProvider.System);
        await missing.RunAsync(run, [TestRun.Trial("a")], _updates, Cancel);
        Assert.Null(run.Trial("a").ReadResult()!.PeakMemoryBytes);
    }

    [Theory]
    [InlineData("refuse", "The model is too small.")]
    [InlineData("throw", "InvalidOperationException: unexpected")]
    [InlineData("memory", "Memory ran out: [enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes")]
    public async Task A_rung_that_throws_fails_its_trial_with_the_reason(string act, string reason)
    {
        var run = await RunAsync(TestRun.Trial("a", act: act), TestRun.Trial("b"));
        Assert.Equal(new { Stage = TrialStage.Rung, Reason = reason }, Failure(run, "a"));
        Assert.Equal(TrialStatus.Completed, run.Trial("b").ReadResult()!.Status);
    }

    [Fact]
    public async Task Input_that_the_machine_could_not_read_or_write_is_tried_again_on_resume()
    {
        var run = await RunAsync(TestRun.Trial("a", act: "cache"));
        Assert.Equal(new { Stage = TrialStage.Disk, Reason = "A copy could not be made in /cache: Read-only file system --resume tries again." }, Failure(run, "a"));
        Assert.Equal((1, 0), run.ReopenTrials());
    }

    [Fact]
    public async Task Of_many_reasons_twenty_are_given_and_the_others_counted()
    {
        var run = await RunAsync(TestRun.Trial("a", act: "rows"));
        var reason = string.Join(Environment.NewLine, [.. Enumerable.Range(0, 20).Select(row => $"Row {row}: The text is too long."), "180 more errors are not shown."]);
        Assert.Equal(new { Stage = TrialStage.Load, Reason = reason }, Failure(run, "a"));
    }

    [Fact]
    public async Task A_result_that_is_not_understood_fails_the_trial()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /bin/sh");
        var run = TestRun.Create(_folder.Path);
        var odd = new LocalTrialExecutor(new WorkerStartInfo("/bin/sh", ["-c", "echo '{\"id\":1,\"result\":{}}'; cat"]), TimeProvider.System);
        await odd.RunAsync(run, [TestRun.Trial("a")], _updates, Cancel);
        Assert.StartsWith("The worker's answer was not understood: ", run.Trial("a").ReadResult()!.Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_cannot_be_started_fails_every_trial()
    {
        var run = TestRun.Create(_folder.Path);
        var missing = new LocalTrialExecutor(new WorkerStartInfo(Path.Combine(_folder.Path, "no-such-program"), []), TimeProvider.System);
        await missing.RunAsync(run, [TestRun.Trial("a"), TestRun.Trial("b")], _updates, Cancel);
        Assert.All(["a", "b"], id => Assert.Equal(TrialStage.Start, run.Trial(id).ReadResult()!.Failure!.Stage));
    }

    [Fact]
    public async Task A_canceled_trial_has_no_result_and_is_run_again_from_the_start()
    {
        var run = TestRun.Create(_folder.Path);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var canceling = new UpdateList { OnProgress = cancel.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _executor.RunAsync(run, [TestRun.Trial("a", act: "wait"), TestRun.Trial("b")], canceling, cancel.Token));
        Assert.False(run.Trial("a").IsFinished);
        Assert.False(run.Trial("b").IsFinished);

        File.AppendAllText(Path.Combine(run.Trial("a").Root, "predictions.jsonl"), "{\"torn");
        await _executor.RunAsync(run, [TestRun.Trial("a"), TestRun.Trial("b")], _updates, Cancel);
        Assert.Equal(48, run.Trial("a").ReadPredictions().Count);
        Assert.True(run.Trial("b").IsFinished);
    }

    [Fact]
    public async Task The_time_left_is_granted_to_each_trial_as_it_starts_and_its_name_stays()
    {
        var run = TestRun.Create(_folder.Path, TestRun.Environment with { BudgetSeconds = 1000 });
        await _executor.RunAsync(run, [TestRun.Trial("a"), TestRun.Trial("b"), TestRun.Trial("c")], _updates, Cancel);
        Assert.InRange(Granted("a"), 400, 485);
        Assert.InRange(Granted("b"), 400, 485);
        Assert.InRange(Granted("c"), 800, 970);

        double Granted(string id) => run.Trial(id).ReadTrial().BudgetSeconds!.Value;
    }

    [Fact]
    public async Task A_trial_that_goes_on_when_the_budget_and_its_grace_are_over_is_stopped_and_no_other_begins()
    {
        var clock = new FakeTimeProvider();
        var run = TestRun.Create(_folder.Path, TestRun.Environment with { BudgetSeconds = 100 });
        var jumping = new UpdateList { OnProgress = () => clock.Advance(TimeSpan.FromSeconds(105)) };
        var executor = new LocalTrialExecutor(WorkerStartInfo.ThisProgram("worker"), clock);
        await executor.RunAsync(run, [TestRun.Trial("a", act: "wait"), TestRun.Trial("b")], jumping, Cancel);
        Assert.Equal(
            new { Stage = TrialStage.Budget, Reason = "The budget of 100 s was spent before the minimum work was done. Give more with --budget, or fewer rungs." },
            Failure(run, "a"));
        Assert.False(Directory.Exists(run.Trial("b").Root));
    }

    [Fact]
    public async Task A_pilot_learns_from_its_rows_answers_dev_alone_and_is_followed_by_the_whole()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.SlowMachine, TestRun.Trial("a", "scratch"));

        await _executor.RunAsync(run, run.ReadPlan(), _updates, Cancel);

        // The pilot shows that the whole takes no time, so that no other is worth its while.
        Assert.Equal(["a", "a-pilot-64-64"], run.ReadTrials().Select(trial => trial.Id));
        var (pilot, whole) = (run.Trial("a-pilot-64-64").ReadResult()!.Outcome!, run.Trial("a").ReadResult()!.Outcome!);
        Assert.Equal((64, true), ((int)pilot.Chosen["train_rows"]!, (bool)pilot.Chosen["is_pilot"]!));
        Assert.Equal((400, false), ((int)whole.Chosen["train_rows"]!, (bool)whole.Chosen["is_pilot"]!));
        Assert.Equal((64, 0), (run.Trial("a-pilot-64-64").ReadPredictions().Count(p => p.Part == DatasetPart.Dev), run.Trial("a-pilot-64-64").ReadPredictions().Count(p => p.Part != DatasetPart.Dev)));
        Assert.Equal(100 + 40 + 6, run.Trial("a").ReadPredictions().Count);
        Assert.Empty(pilot.Latencies);
    }

    [Fact]
    public async Task What_dev_does_not_tell_apart_is_run_with_further_seeds_and_what_the_first_has_chosen()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.Environment, TestRun.Trial("a", "classical"), TestRun.Trial("b", "scratch"));

        await _executor.RunAsync(run, run.ReadPlan(), _updates, Cancel);

        Assert.Equal(["a", "b", "b-seed-8", "b-seed-9"], run.ReadTrials().Select(trial => trial.Id));
        var chosen = run.Trial("b-seed-9").ReadResult()!.Outcome!.Chosen;
        Assert.Equal((9, 7), ((int)chosen["seed"]!, (int)chosen["settled"]!));
    }

    [Fact]
    public async Task A_pilot_whose_worker_dies_ends_its_arm_and_the_others_go_on()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.SlowMachine, TestRun.Trial("a", "scratch", act: "exit"), TestRun.Trial("b", "classical"));

        await _executor.RunAsync(run, run.ReadPlan(), _updates, Cancel);

        Assert.Equal(["a-pilot-64-64", "b"], run.ReadTrials().Select(trial => trial.Id).Order());
        Assert.Equal(TrialStage.Worker, run.Trial("a-pilot-64-64").ReadResult()!.Failure!.Stage);
    }

    [Fact]
    public async Task A_race_that_is_stopped_goes_on_with_the_trial_that_it_was_at()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.SlowMachine, TestRun.Trial("b", "classical"), TestRun.Trial("a", "scratch", act: "wait"));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        UpdateList stopping = null!;
        stopping = new UpdateList { OnProgress = StopAtPilot };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _executor.RunAsync(run, run.ReadPlan(), stopping, cancel.Token));
        Assert.Equal(["a-pilot-64-64", "b"], run.ReadTrials().Select(trial => trial.Id).Order());

        using var again = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var going = new UpdateList { OnProgress = again.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _executor.RunAsync(run, run.ReadPlan(), going, again.Token));
        Assert.Equal("a-pilot-64-64", going.All[0].Trial.Id);

        void StopAtPilot()
        {
            if (stopping.All[^1].Trial.Id != "b") cancel.Cancel();
        }
    }

    [Fact]
    public async Task A_run_without_a_plan_was_set_up_before_there_were_races_and_runs_whole()
    {
        var run = TestRun.CreateLarge(_folder.Path, TestRun.SlowMachine, []);
        run.WriteTrials([TestRun.Trial("a", "scratch"), TestRun.Trial("b", "full")]);
        File.Delete(Path.Combine(run.Root, "plan.json"));

        await _executor.RunAsync(run, run.ReadPlan(), _updates, Cancel);

        Assert.Equal(["a", "b"], run.ReadTrials().Select(trial => trial.Id).Order());
        Assert.All(["a", "b"], id => Assert.True(run.Trial(id).IsFinished));
    }

    [Fact]
    public async Task A_finished_trial_is_not_repeated()
    {
        var run = await RunAsync(TestRun.Trial("a"));
        var before = ProcessOf(run, "a");
        await _executor.RunAsync(run, [TestRun.Trial("a"), TestRun.Trial("b")], _updates, Cancel);
        Assert.Equal(before, ProcessOf(run, "a"));
        Assert.True(run.Trial("b").IsFinished);
    }

    [Fact]
    public async Task A_worker_waits_for_the_one_of_a_killed_comparison_that_still_runs_the_same_trial()
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a", act: "ignore")]);
        var command = WorkerStartInfo.ThisProgram("worker");
        using var old = Process.Start(new ProcessStartInfo(command.FileName, command.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await old.StandardInput.WriteLineAsync($$"""{"id":1,"run_folder":"{{run.Root}}","trial_id":"a"}""");
        Assert.Contains("fitting", await old.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);

        var waiting = new UpdateList { OnProgress = () => old.Kill() };
        await _executor.RunAsync(run, [TestRun.Trial("a")], waiting, Cancel);

        Assert.Equal("waiting for an earlier worker to end", waiting.All[0].Progress!.Stage);
        Assert.Equal(TrialStatus.Completed, run.Trial("a").ReadResult()!.Status);
        Assert.Equal(PredictedIds, run.Trial("a").ReadPredictions().Select(p => p.Id));
    }

    [Fact]
    public async Task A_full_disk_fails_the_trial_and_the_run_goes_on()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a")]);
        File.CreateSymbolicLink(Path.Combine(run.Trial("a").Root, "predictions.jsonl"), "/dev/full");
        await _executor.RunAsync(run, [TestRun.Trial("a"), TestRun.Trial("b")], _updates, Cancel);
        Assert.Contains("No space left on device", run.Trial("a").ReadResult()!.Failure!.Reason, StringComparison.Ordinal);
        Assert.True(run.Trial("a").ReadResult()!.Failure!.IsRetryable);
        Assert.Equal(TrialStatus.Completed, run.Trial("b").ReadResult()!.Status);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_is_still_reported()
    {
        var run = TestRun.Create(_folder.Path);
        run.WriteTrials([TestRun.Trial("a")]);
        Directory.CreateDirectory(Path.Combine(run.Trial("a").Root, "result.json", "in the way"));
        await _executor.RunAsync(run, [TestRun.Trial("a"), TestRun.Trial("b")], _updates, Cancel);
        var update = _updates.All.Single(u => u is { Trial.Id: "a", Result: not null });
        Assert.Contains("could not be written", update.Result!.Failure!.Reason, StringComparison.Ordinal);
        Assert.True(run.Trial("b").IsFinished);
    }

    [Fact]
    public async Task A_run_whose_files_are_broken_is_not_climbed_and_the_file_is_named()
    {
        var run = TestRun.Create(_folder.Path);
        File.WriteAllText(Path.Combine(run.Root, "split.json"), "{");
        var error = await Assert.ThrowsAsync<InputException>(() => _executor.RunAsync(run, [TestRun.Trial("a")], _updates, Cancel));
        Assert.Equal(Path.Combine(run.Root, "split.json"), error.Errors[0].File);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<RunFolder> RunAsync(params Trial[] trials)
    {
        var run = TestRun.Create(_folder.Path);
        await _executor.RunAsync(run, trials, _updates, Cancel);
        return run;
    }

    private static int ProcessOf(RunFolder run, string id) => (int)run.Trial(id).ReadResult()!.Outcome!.Chosen["process"]!;

    private static object Failure(RunFolder run, string id)
    {
        var failure = run.Trial(id).ReadResult()!.Failure!;
        return new { failure.Stage, failure.Reason };
    }

    private sealed class UpdateList : IProgress<TrialUpdate>
    {
        public List<TrialUpdate> All { get; } = [];

        public Action OnProgress { get; init; } = () => { };

        public void Report(TrialUpdate value)
        {
            All.Add(value);
            if (value.Progress is not null) OnProgress();
        }
    }
}
