using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Execution;

/// <summary>What every executor gets from the schedule, without any worker.</summary>
public sealed class TrialScheduleTests : IDisposable
{
    private static readonly TrialResult Completed = new() { Status = TrialStatus.Completed };

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<TrialUpdate> _updates = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trials_of_one_model_follow_each_other_and_finished_ones_are_left_out()
    {
        var run = TestRun.Create(_folder.Path);
        Trial[] trials = [.. new[] { "x", "y", "x", "y" }.Select((model, i) => TestRun.Trial($"{model}{i}") with { Model = model })];
        run.WriteTrials(trials);
        run.Trial("y1").WriteResult(Completed);
        var schedule = Schedule(run, trials);

        while (await schedule.RunNextAsync((_, _, _) => Task.FromResult(Completed), Cancel) is not null);

        Assert.Equal(["x0", "x2", "y3"], _updates.Select(update => update.Trial.Id));
        Assert.All(trials, trial => Assert.True(run.Trial(trial.Id).IsFinished));
    }

    [Fact]
    public async Task Trials_may_run_side_by_side_and_each_is_told_and_written_when_it_ends()
    {
        var run = TestRun.Create(_folder.Path, TestRun.Environment with { BudgetSeconds = 100 });
        var schedule = Schedule(run, TestRun.Trial("a"), TestRun.Trial("b"));
        var (a, b) = (new TaskCompletionSource<TrialResult>(), new TaskCompletionSource<TrialResult>());
        var (first, second) = (schedule.RunNextAsync((_, _, _) => a.Task, Cancel), schedule.RunNextAsync((_, _, _) => b.Task, Cancel));
        Assert.Null(await schedule.RunNextAsync((_, _, _) => a.Task, Cancel));
        // Half of the time to each of several that are quick, but for what is kept for work that ends late.
        Assert.Equal([48.5, 48.5], new[] { "a", "b" }.Select(id => run.Trial(id).ReadTrial().BudgetSeconds));

        _clock.Advance(TimeSpan.FromSeconds(7));
        b.SetResult(Completed);
        Assert.Equal(7, (await second)!.WallSeconds);
        Assert.False(run.Trial("a").IsFinished);
        a.SetResult(Completed with { WallSeconds = 6 });
        Assert.Equal(6, (await first)!.WallSeconds);
        Assert.Equal(["b", "a"], _updates.Select(update => update.Trial.Id));
        Assert.Equal(6, run.Trial("a").ReadResult()!.WallSeconds);
    }

    [Fact]
    public async Task Progress_is_passed_on_with_the_name_of_its_trial()
    {
        var schedule = Schedule(TestRun.Create(_folder.Path), TestRun.Trial("a"));
        await schedule.RunNextAsync(
            (trial, progress, _) =>
            {
                progress.Report(new StageProgress("fitting", 0.5));
                return Task.FromResult(Completed);
            },
            Cancel);
        Assert.Equal(("a", new StageProgress("fitting", 0.5), null), (_updates[0].Trial.Id, _updates[0].Progress, _updates[0].Result));
        Assert.Equal(TrialStatus.Completed, _updates[1].Result!.Status);
    }

    [Fact]
    public async Task What_the_worker_wrote_itself_stands()
    {
        var run = TestRun.Create(_folder.Path);
        var schedule = Schedule(run, TestRun.Trial("a"));
        var result = await schedule.RunNextAsync(
            (trial, _, _) =>
            {
                run.Trial("a").WriteResult(Completed with { WallSeconds = 3 });
                return Task.FromResult(TrialResult.Failed(new TrialFailure(TrialStage.Worker, "It died right after.")));
            },
            Cancel);
        Assert.Equal(Completed with { WallSeconds = 3 }, result);
    }

    [Fact]
    public async Task A_trial_is_stopped_a_twentieth_beyond_the_budget_and_no_other_starts()
    {
        var schedule = Schedule(TestRun.Create(_folder.Path, TestRun.Environment with { BudgetSeconds = 100 }), TestRun.Trial("a"), TestRun.Trial("b"));
        var first = await schedule.RunNextAsync(
            async (_, _, stop) =>
            {
                _clock.Advance(TimeSpan.FromSeconds(104));
                Assert.False(stop.IsCancellationRequested);
                _clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(Timeout.Infinite, stop);
                return Completed;
            },
            Cancel);
        Assert.Equal("The budget of 100 s was spent before the minimum work was done. Give more with --budget, or fewer rungs.", first!.Failure!.Reason);
        Assert.Null(await schedule.RunNextAsync((_, _, _) => throw new InvalidOperationException("was started"), Cancel));
    }

    [Fact]
    public async Task A_canceled_trial_has_no_result()
    {
        using var cancel = new CancellationTokenSource();
        var run = TestRun.Create(_folder.Path);
        var schedule = Schedule(run, TestRun.Trial("a"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => schedule.RunNextAsync(
            async (_, _, stop) =>
            {
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, stop);
                return Completed;
            },
            cancel.Token));
        Assert.False(run.Trial("a").IsFinished);
        Assert.Empty(_updates);
    }

    public void Dispose() => _folder.Dispose();

    private TrialSchedule Schedule(RunFolder run, params Trial[] trials) => new(run, trials, new ForwardingProgress<TrialUpdate>(_updates.Add), _clock);
}
