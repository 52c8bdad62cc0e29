using System.Globalization;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// The trials of a run that have no result yet, in the order in which an executor runs them, one after another or side by side:
/// gives each its part of the budget, and sees that each ends with a <c>result.json</c>.
/// </summary>
internal sealed class TrialSchedule
{
    // A timer takes no more.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly RunFolder _run;
    private readonly IProgress<TrialUpdate> _updates;
    private readonly TimeProvider _clock;
    private readonly RunBudget? _budget;
    private readonly Queue<Trial> _left;

    /// <summary>Sets up the trials; the time of the budget runs from now on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trials">All trials; those that are finished are left out.</param>
    /// <param name="updates">Is told of each trial.</param>
    /// <param name="clock">The clock.</param>
    public TrialSchedule(RunFolder run, IEnumerable<Trial> trials, IProgress<TrialUpdate> updates, TimeProvider clock)
    {
        (_run, _updates, _clock) = (run, updates, clock);
        // All trials of one model together: a worker then loads it once.
        _left = new(trials.Where(trial => !run.Trial(trial.Id).IsFinished).GroupBy(trial => trial.Model).SelectMany(same => same));
        run.WriteTrials(_left);
        _budget = RunBudget.Of(run, clock);
    }

    /// <summary>Runs one trial and says how it ended.</summary>
    /// <param name="trial">With the time that it is granted, as <c>trial.json</c> has it.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Canceled when the run is, and when the budget and its grace are over.</param>
    public delegate Task<TrialResult> RunTrial(Trial trial, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Starts the next trial and waits for its result.</summary>
    /// <returns>The result, which is on disk where that is possible; <see langword="null"/> where no trial was left to start.</returns>
    /// <exception cref="OperationCanceledException">Canceled; the trial has no result.</exception>
    public async Task<TrialResult?> RunNextAsync(RunTrial runTrial, CancellationToken cancellationToken)
    {
        if (_left.Count == 0) return null;
        cancellationToken.ThrowIfCancellationRequested();
        var trial = _budget?.Grant([.. _left]) ?? _left.Peek();
        _left.Dequeue();
        _run.WriteTrials([trial]);
        var start = _clock.GetTimestamp();
        var result = await RunWithinBudgetAsync(trial, runTrial, cancellationToken);
        if (result.WallSeconds == 0) result = result with { WallSeconds = _clock.GetElapsedTime(start).TotalSeconds };
        result = _run.Trial(trial.Id).EnsureWritten(result);
        _updates.Report(new TrialUpdate(trial.Id, null, result));
        return result;
    }

    private async Task<TrialResult> RunWithinBudgetAsync(Trial trial, RunTrial runTrial, CancellationToken cancellationToken)
    {
        if (trial.BudgetSeconds <= 0) return BudgetSpent("before this trial could begin");
        using var end = EndOfBudget();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            return await runTrial(trial, new ForwardingProgress<StageProgress>(progress => _updates.Report(new TrialUpdate(trial.Id, progress, null))), stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return BudgetSpent("before the minimum work was done");
        }
    }

    /// <summary>Canceled when the budget and its grace are over.</summary>
    private CancellationTokenSource EndOfBudget()
    {
        if (_budget is null || _budget.Left + _budget.Grace > LongestTimer) return new CancellationTokenSource();
        var time = _budget.Left + _budget.Grace;
        return new CancellationTokenSource(time > TimeSpan.Zero ? time : TimeSpan.Zero, _clock);
    }

    private TrialResult BudgetSpent(string when) => TrialResult.Failed(new TrialFailure(
        TrialStage.Budget,
        string.Create(CultureInfo.InvariantCulture, $"The budget of {_budget!.Total.TotalSeconds:0.#} s was spent {when}. Give more with --budget, or fewer rungs.")));
}
