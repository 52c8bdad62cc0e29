using System.Globalization;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// Asks the race of a run which trial comes next, for an executor that runs them one after another or side by side: gives each its
/// part of the budget, and sees that each ends with a <c>result.json</c>.
/// </summary>
internal sealed class TrialSchedule
{
    // A timer takes no more.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly RunFolder _run;
    private readonly IProgress<TrialUpdate> _updates;
    private readonly TimeProvider _clock;
    private readonly RunBudget? _budget;
    private readonly RaceFolder _race;
    private readonly HashSet<string> _running = [];

    /// <summary>Sets up the race; the time of the budget runs from now on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="arms">The whole trial of the first seed of each arm.</param>
    /// <param name="updates">Is told of each trial.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="Fulcrum.Data.InputException">The files of the run are broken.</exception>
    public TrialSchedule(RunFolder run, IReadOnlyList<Trial> arms, IProgress<TrialUpdate> updates, TimeProvider clock)
    {
        (_run, _updates, _clock) = (run, updates, clock);
        _race = new RaceFolder(run, arms);
        _budget = RunBudget.Of(run, clock);
    }

    /// <summary>Runs one trial and says how it ended.</summary>
    /// <param name="trial">With the time that it is granted, as <c>trial.json</c> has it.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Canceled when the run is, and when the budget and its grace are over.</param>
    public delegate Task<TrialResult> RunTrial(Trial trial, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Starts the next trial and waits for its result.</summary>
    /// <returns>The result, which is on disk where that is possible; <see langword="null"/> where no trial can be started now.</returns>
    /// <exception cref="OperationCanceledException">Canceled; the trial has no result.</exception>
    public async Task<TrialResult?> RunNextAsync(RunTrial runTrial, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Race.Next(_race.Setup, _race, _budget?.SecondsToPlan, _running).Next is not { } trial) return null;
        _running.Add(trial.Id);
        try
        {
            _run.WriteTrials([trial]);
            var start = _clock.GetTimestamp();
            var result = await RunWithinBudgetAsync(trial, runTrial, cancellationToken);
            if (result.WallSeconds == 0) result = result with { WallSeconds = _clock.GetElapsedTime(start).TotalSeconds };
            result = _run.Trial(trial.Id).EnsureWritten(result);
            _race.Keep(trial, result);
            _updates.Report(new TrialUpdate(trial, null, result));
            return result;
        }
        finally
        {
            _running.Remove(trial.Id);
        }
    }

    private async Task<TrialResult> RunWithinBudgetAsync(Trial trial, RunTrial runTrial, CancellationToken cancellationToken)
    {
        using var end = EndOfBudget();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            return await runTrial(trial, new ForwardingProgress<StageProgress>(progress => _updates.Report(new TrialUpdate(trial, progress, null))), stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return BudgetSpent();
        }
    }

    /// <summary>Canceled when the budget and its grace are over.</summary>
    private CancellationTokenSource EndOfBudget()
    {
        if (_budget is null || _budget.Left + _budget.Grace > LongestTimer) return new CancellationTokenSource();
        var time = _budget.Left + _budget.Grace;
        return new CancellationTokenSource(time > TimeSpan.Zero ? time : TimeSpan.Zero, _clock);
    }

    private TrialResult BudgetSpent() => TrialResult.Failed(new TrialFailure(
        TrialStage.Budget,
        string.Create(CultureInfo.InvariantCulture, $"The budget of {_budget!.Total.TotalSeconds:0.#} s was spent before the minimum work was done. Give more with --budget, or fewer rungs.")));
}
