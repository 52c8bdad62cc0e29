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
    public void The_shares_of_a_plan_make_the_whole_and_costly_rungs_get_more()
    {
        var plan = RunBudget.Plan(Ladder, 130);

        Assert.Equal([10, 10, 20, 60, 30], plan.Select(trial => Math.Round(trial.BudgetSeconds!.Value, 9)));
        Assert.Equal(Ladder.Select(trial => trial.Id), plan.Select(trial => trial.Id));
    }

    [Fact]
    public void What_a_trial_leaves_goes_to_those_after_it_and_the_last_gets_all_that_is_left()
    {
        var budget = new RunBudget(130, 0, _clock);
        Assert.Equal(10, budget.Grant(Ladder).BudgetSeconds);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(129 * 1.0 / 12, budget.Grant(Ladder[1..]).BudgetSeconds!.Value, 9);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(120, budget.Grant(Ladder[4..]).BudgetSeconds);
    }

    [Fact]
    public void What_a_trial_takes_too_much_is_missing_after_it_and_no_grant_is_below_nothing()
    {
        var budget = new RunBudget(100, 0, _clock);
        _clock.Advance(TimeSpan.FromSeconds(70));
        Assert.Equal(30, budget.Grant(Ladder[4..]).BudgetSeconds);
        _clock.Advance(TimeSpan.FromSeconds(70));
        Assert.Equal(0, budget.Grant(Ladder[4..]).BudgetSeconds);
    }

    [Theory]
    [InlineData(30, 15)]
    [InlineData(600, 60)]
    public void The_grace_is_a_tenth_of_the_budget_and_long_enough_to_end_a_step(double seconds, double grace) =>
        Assert.Equal(TimeSpan.FromSeconds(grace), new RunBudget(seconds, 0, _clock).Grace);

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
