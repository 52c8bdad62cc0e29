using System.ComponentModel;
using System.Globalization;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Execution.Protocol;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// Runs trials one after another in a worker process on this machine. The worker is kept from trial to trial, so that
/// its model stays loaded; after a failure the next trial gets a fresh one.
/// </summary>
/// <param name="command">How a worker is started.</param>
/// <param name="clock">The clock.</param>
public sealed class LocalTrialExecutor(WorkerStartInfo command, TimeProvider clock) : ITrialExecutor
{
    /// <inheritdoc/>
    public async Task RunAsync(RunFolder run, IReadOnlyList<Trial> trials, IProgress<TrialUpdate> updates, CancellationToken cancellationToken)
    {
        // All trials of one model together: it is then loaded once.
        var open = trials.Where(t => !run.Trial(t.Id).IsFinished).GroupBy(t => t.Model).SelectMany(g => g).ToArray();
        run.WriteTrials(open);
        var budget = RunBudget.Of(run, clock);
        WorkerProcess? worker = null;
        try
        {
            foreach (var (index, planned) in open.Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var trial = budget?.Grant(open[index..]) ?? planned;
                run.WriteTrials([trial]);
                var start = clock.GetTimestamp();
                TrialResult result;
                using var end = EndOf(budget);
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
                try
                {
                    if (trial.BudgetSeconds <= 0)
                    {
                        result = Failed(BudgetSpent(budget!, "before this trial could begin"));
                    }
                    else
                    {
                        worker ??= WorkerProcess.Start(command);
                        var progress = new Relay(trial.Id, updates);
                        result = await worker.RunAsync(new WorkerRequest(run.Root, trial.Id), progress, stop.Token);
                    }
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    result = Failed(BudgetSpent(budget!, "before this trial had done its least work"));
                }
                catch (Win32Exception e)
                {
                    result = Failed(new TrialFailure("start", $"The worker `{command.FileName}` cannot be started: {e.Message}"));
                }

                if (result.WallSeconds == 0) result = result with { WallSeconds = clock.GetElapsedTime(start).TotalSeconds };
                updates.Report(new TrialUpdate(trial.Id, null, Settle(run.Trial(trial.Id), result)));
                if (result.Status == TrialStatus.Failed && worker is not null)
                {
                    await worker.DisposeAsync();
                    worker = null;
                }
            }
        }
        finally
        {
            if (worker is not null) await worker.DisposeAsync();
        }
    }

    /// <summary>Canceled when the budget and its grace are over.</summary>
    private CancellationTokenSource EndOf(RunBudget? budget)
    {
        // A timer takes no more than 49 days.
        var longest = TimeSpan.FromDays(49);
        if (budget is null || budget.Left + budget.Grace > longest) return new CancellationTokenSource();
        var left = budget.Left + budget.Grace;
        return new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
    }

    private static TrialFailure BudgetSpent(RunBudget budget, string when) => new(
        "budget",
        string.Create(CultureInfo.InvariantCulture, $"The budget of {budget.Total.TotalSeconds:0.#} s was spent {when}. Give more with --budget, or fewer rungs."));

    /// <summary>Sees that the result is on disk; what the worker wrote itself stands, even if it died right after.</summary>
    private static TrialResult Settle(TrialFolder folder, TrialResult result)
    {
        if (folder.ReadResult() is { } written) return written;
        try
        {
            folder.WriteResult(result);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(new TrialFailure("worker", $"{result.Failure?.Reason} The result could not be written: {e.Message}".Trim()));
        }
    }

    private static TrialResult Failed(TrialFailure failure) => new() { Status = TrialStatus.Failed, Failure = failure };

    // Progress<T> would post to the thread pool and could deliver news after the result.
    private sealed class Relay(string trialId, IProgress<TrialUpdate> updates) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => updates.Report(new TrialUpdate(trialId, value, null));
    }
}
