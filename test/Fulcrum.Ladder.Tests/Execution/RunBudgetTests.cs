using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class RunBudgetTests : IDisposable
{
    private static readonly Trial[] Ladder = [.. new[] { "majority", "classical", "zero-shot", "lora", "scratch" }.Select(rung => TestRun.Trial(rung, rung))];

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void What_is_left_runs_down_with_the_clock_and_a_little_of_it_is_kept_for_what_ends_late()
    {
        var budget = new RunBudget(100, 0, _clock);
        Assert.Equal(97, budget.SecondsToPlan);
        _clock.Advance(TimeSpan.FromSeconds(70));
        Assert.Equal((TimeSpan.FromSeconds(30), 27.0), (budget.Left, budget.SecondsToPlan));
        _clock.Advance(TimeSpan.FromSeconds(70));
        Assert.Equal(TimeSpan.FromSeconds(-40), budget.Left);
    }

    [Fact]
    public void The_grace_is_a_twentieth_of_the_budget() => Assert.Equal(TimeSpan.FromSeconds(30), new RunBudget(600, 0, _clock).Grace);

    [Fact]
    public void A_resumed_run_goes_on_with_what_its_finished_trials_have_left()
    {
        var run = TestRun.Create(_folder.Path, TestRun.Environment with { BudgetSeconds = 100 });
        run.WriteTrials(Ladder);
        run.Trial("majority").WriteResult(new TrialResult { Status = TrialStatus.Completed, WallSeconds = 1 });
        run.Trial("classical").WriteResult(new TrialResult { Status = TrialStatus.Failed, Failure = new TrialFailure(TrialStage.Rung, "no"), WallSeconds = 9 });

        Assert.Equal(TimeSpan.FromSeconds(90), RunBudget.Of(run, _clock)!.Left);
    }

    [Fact]
    public void A_run_may_have_no_budget() => Assert.Null(RunBudget.Of(TestRun.Create(_folder.Path), _clock));

    public void Dispose() => _folder.Dispose();
}
