using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Workers.Machine;

namespace Fulcrum.Ladder.Execution;

/// <summary>Runs one trial in the worker, from its folder to its result.</summary>
/// <param name="run">The run.</param>
/// <param name="folder">The trial's folder.</param>
/// <param name="findRung">The rung of a name, or <see langword="null"/>.</param>
/// <param name="progress">Is told how far it is.</param>
/// <param name="clock">The clock.</param>
/// <param name="data">Reads the run's data.</param>
/// <param name="readProcessors">Reads the processors' time; null where it is not known.</param>
internal sealed class TrialRun(
    RunFolder run, TrialFolder folder, Func<string, IRung?> findRung, IProgress<StageProgress> progress, TimeProvider clock, RunDataReader data, Func<ProcessorTime?> readProcessors)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the trial and writes <c>result.json</c>, where the disk lets it.</summary>
    /// <exception cref="OperationCanceledException">Canceled; there is no result.</exception>
    public TrialResult Execute(CancellationToken cancellationToken)
    {
        using var held = Lock(cancellationToken);
        // The worker that was waited for may have ended well.
        if (folder.ReadResult() is { } finished) return finished;
        var start = clock.GetTimestamp();
        PeakMemory.Reset();
        var before = readProcessors();
        var result = Try(cancellationToken) with
        {
            WallSeconds = clock.GetElapsedTime(start).TotalSeconds,
            PeakMemoryBytes = PeakMemory.Read(),
        };
        if (result.Outcome is { } outcome && MachineLoad.Note(before, readProcessors()) is { } note)
            result = result with { Outcome = outcome with { Notes = [.. outcome.Notes, note] } };
        try
        {
            folder.WriteResult(result);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever waits for the trial tries again, and shows it in any case.
            Console.Error.WriteLine(e.Message);
        }

        return result;
    }

    /// <summary>Waits for a worker whose comparison was killed: it notices soon, but until then it writes to the same files.</summary>
    private RunLock? Lock(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (folder.TryLock() is { } free) return free;
                progress.Report(new StageProgress("waiting for an earlier worker to end"));
                if (cancellationToken.WaitHandle.WaitOne(BetweenLooks)) cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk, most often. The trial says so with its first file.
            Console.Error.WriteLine(e.Message);
            return null;
        }
    }

    private TrialResult Try(CancellationToken cancellationToken)
    {
        try
        {
            return RunRung(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (TrialFailedException e)
        {
            return Failed(TrialStage.Rung, e.Message);
        }
        catch (InputException e) when (e.IsRetryable)
        {
            // The cache is read-only, say: nothing is wrong with what the user gave.
            return Failed(TrialStage.Disk, $"{e.Message} --resume tries again.");
        }
        catch (InputException e)
        {
            return Failed(TrialStage.Load, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, most often: what the trial wrote makes room for its result.
            folder.DeletePredictions();
            return Failed(TrialStage.Disk, $"A file could not be read or written: {e.Message} --resume tries again.");
        }
        catch (Exception e)
        {
            // Whatever a rung throws ends this trial and no other.
            Console.Error.WriteLine(e);
            return Failed(TrialStage.Rung, Fault.Describe(e));
        }
    }

    private TrialResult RunRung(CancellationToken cancellationToken)
    {
        var trial = folder.ReadTrial();
        var rung = findRung(trial.Rung.Name) ?? throw new TrialFailedException($"This program has no rung `{trial.Rung.Name}`.");
        folder.DeleteArtifact();
        using var events = folder.OpenEvents();
        using var predictions = folder.OpenPredictions();
        var read = data.Read(run);
        var context = new TrialContext
        {
            Trial = trial,
            Task = run.ReadTask(),
            Data = trial.Pilot is { } pilot ? PilotSample.Of(read.Split, pilot, trial.SplitSeed) : read.Split,
            Columns = read.Columns,
            LabelSeparator = read.LabelSeparator ?? LabelRules.UsualSeparator,
            Predictions = predictions,
            Progress = new TrialProgressLog(events, progress, clock),
            ArtifactFolder = folder.ArtifactFolder,
            Clock = clock,
            RunCreated = run.ReadEnvironment().Created,
            Deadline = clock.GetUtcNow() + (trial.BudgetSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        };
        var outcome = TrialPipeline.Run(rung, context, cancellationToken);
        // Before the result: a finished trial has all its predictions, whatever happens to the machine.
        predictions.Flush();
        return new TrialResult { Status = TrialStatus.Completed, Outcome = outcome, Predictions = predictions.Count };
    }

    private static TrialResult Failed(TrialStage stage, string reason) => TrialResult.Failed(new TrialFailure(stage, reason));
}
