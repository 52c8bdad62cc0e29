using System.ComponentModel;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Workers.Processes;
using Fulcrum.Workers.Protocol;

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
    public async Task RunAsync(RunFolder run, IReadOnlyList<Trial> arms, IProgress<TrialUpdate> updates, CancellationToken cancellationToken)
    {
        var schedule = new TrialSchedule(run, arms, updates, clock);
        WorkerProcess? worker = null;
        try
        {
            while (await schedule.RunNextAsync(RunTrialAsync, cancellationToken) is { } result)
            {
                if (result.Status != TrialStatus.Failed || worker is null) continue;
                await worker.DisposeAsync();
                worker = null;
            }
        }
        finally
        {
            if (worker is not null) await worker.DisposeAsync();
        }

        Task<TrialResult> RunTrialAsync(Trial trial, IProgress<StageProgress> progress, CancellationToken stop)
        {
            try
            {
                worker ??= WorkerProcess.Start(command, LadderJson.Line);
            }
            catch (Win32Exception e)
            {
                return Task.FromResult(TrialResult.Failed(new TrialFailure(TrialStage.Start, $"The worker `{command.FileName}` cannot be started: {e.Message}")));
            }

            return AskAsync(worker, new RunTrialRequest(run.Root, trial.Id), progress, stop);
        }
    }

    /// <summary>Has the worker run one trial. Its death is a failed result.</summary>
    /// <exception cref="OperationCanceledException">Canceled: the process was killed.</exception>
    private static async Task<TrialResult> AskAsync(WorkerProcess worker, RunTrialRequest request, IProgress<StageProgress> progress, CancellationToken stop)
    {
        try
        {
            return (await worker.AskAsync(request, progress, stop)).Result;
        }
        catch (OperationCanceledException)
        {
            worker.Kill();
            throw;
        }
        catch (WorkerRequestException e)
        {
            return TrialResult.Failed(new TrialFailure(TrialStage.Worker, e.Message));
        }
        catch (WorkerExitException e)
        {
            return TrialResult.Failed(new TrialFailure(TrialStage.Worker, e.Message) { Log = e.Exit.Log }) with { PeakMemoryBytes = e.Exit.PeakMemoryBytes };
        }
    }
}
