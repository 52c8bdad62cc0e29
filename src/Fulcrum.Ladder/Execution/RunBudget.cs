using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// The time that all trials of a run may take together. It is handed out as they start, so that what a cheap trial leaves
/// goes to those after it.
/// </summary>
/// <param name="totalSeconds">Of the whole run.</param>
/// <param name="spentSeconds">What trials have taken before now, in an earlier attempt at the run.</param>
/// <param name="clock">The clock, which runs from now on.</param>
public sealed class RunBudget(double totalSeconds, double spentSeconds, TimeProvider clock)
{
    private const double SmallestGraceSeconds = 15;
    private const double GraceShare = 0.1;

    private readonly long _start = clock.GetTimestamp();

    /// <summary>The time of the whole run.</summary>
    public TimeSpan Total => TimeSpan.FromSeconds(totalSeconds);

    /// <summary>
    /// What a trial may take beyond the end of the budget to finish its minimum work, such as the rows without which a figure
    /// says nothing. Then it is stopped.
    /// </summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(Math.Max(SmallestGraceSeconds, GraceShare * totalSeconds));

    /// <summary>What is left; negative once more was taken.</summary>
    public TimeSpan Left => TimeSpan.FromSeconds(totalSeconds - spentSeconds) - clock.GetElapsedTime(_start);

    /// <summary>
    /// The budget of a run that has one. What its finished trials took is spent; a trial that was interrupted begins anew,
    /// and its time with it.
    /// </summary>
    public static RunBudget? Of(RunFolder run, TimeProvider clock) => run.ReadEnvironment().BudgetSeconds is { } total
        ? new RunBudget(total, run.ReadTrials().Sum(trial => run.Trial(trial.Id).ReadResult()?.WallSeconds ?? 0), clock)
        : null;

    /// <summary>The trials, each with its share of a time: what it gets at least, if none before it takes more than its own.</summary>
    public static IReadOnlyList<Trial> Plan(IReadOnlyList<Trial> trials, double seconds) =>
        [.. trials.Select(trial => trial with { BudgetSeconds = seconds * ShareOf(trial, trials) })];

    /// <summary>The first of the trials that are left, with its part of the time that is left.</summary>
    public Trial Grant(IReadOnlyList<Trial> left) => left[0] with { BudgetSeconds = Math.Max(0, Left.TotalSeconds * ShareOf(left[0], left)) };

    private static double ShareOf(Trial trial, IReadOnlyList<Trial> among) => Weight(trial) / among.Sum(Weight);

    /// <summary>How much time rungs make use of, roughly: training more than prompting, and that more than counting words.</summary>
    private static double Weight(Trial trial) => trial.Rung.Class switch
    {
        RungClass.NoModel => 1,
        RungClass.ParameterEfficient or RungClass.FullTune => 6,
        RungClass.FromScratch => 3,
        _ => 2,
    };
}
