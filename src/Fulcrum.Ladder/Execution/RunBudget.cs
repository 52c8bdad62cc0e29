using Fulcrum.Ladder.Runs;

namespace Fulcrum.Ladder.Execution;

/// <summary>The time that all trials of a run may take together: kept within a twentieth of it.</summary>
/// <param name="totalSeconds">Of the whole run.</param>
/// <param name="spentSeconds">What trials have taken before now, in an earlier attempt at the run.</param>
/// <param name="clock">The clock, which runs from now on.</param>
public sealed class RunBudget(double totalSeconds, double spentSeconds, TimeProvider clock)
{
    /// <summary>Work ends between samples and steps, a little after its time.</summary>
    private const double ShareKept = 0.03;

    private const double GraceShare = 0.05;

    private readonly long _start = clock.GetTimestamp();

    /// <summary>The time of the whole run.</summary>
    public TimeSpan Total => TimeSpan.FromSeconds(totalSeconds);

    /// <summary>What a trial may take beyond the end of the budget to finish what it has begun. Then it is stopped.</summary>
    public TimeSpan Grace => GraceShare * Total;

    /// <summary>What is left; negative once more was taken.</summary>
    public TimeSpan Left => TimeSpan.FromSeconds(totalSeconds - spentSeconds) - clock.GetElapsedTime(_start);

    /// <summary>Seconds that trials may be planned to take: what is left, but for what they end later than planned.</summary>
    public double SecondsToPlan => Left.TotalSeconds - ShareKept * totalSeconds;

    /// <summary>
    /// The budget of a run that has one. What its finished trials took is spent; a trial that was interrupted begins anew,
    /// and its time with it.
    /// </summary>
    public static RunBudget? Of(RunFolder run, TimeProvider clock) => run.ReadEnvironment().BudgetSeconds is { } total
        ? new RunBudget(total, run.ReadTrials().Sum(trial => run.Trial(trial.Id).ReadResult()?.WallSeconds ?? 0), clock)
        : null;
}
