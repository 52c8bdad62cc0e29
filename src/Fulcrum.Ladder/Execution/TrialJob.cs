using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Workers.Machine;

namespace Fulcrum.Ladder.Execution;

/// <summary>A worker that runs one trial and ends, as a batch scheduler starts it. Nobody listens: the trial's folder says everything.</summary>
/// <param name="findRung">The rung of a name, or <see langword="null"/>.</param>
/// <param name="clock">The clock.</param>
public sealed class TrialJob(Func<string, IRung?> findRung, TimeProvider clock)
{
    /// <summary>Runs the trial to its <c>result.json</c>. One that has a result already is not repeated.</summary>
    /// <param name="path">The trial's folder, <c>RUN/trials/ID</c>.</param>
    /// <param name="cancellationToken">Leaves the trial without a result, to be run again from its start.</param>
    /// <param name="device">Where models are to compute instead of where the trial was planned to; <see langword="null"/>: as planned.</param>
    /// <exception cref="InputException">There is no trial there.</exception>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public TrialResult Run(string path, CancellationToken cancellationToken, string? device = null)
    {
        var (run, folder) = RunFolder.OfTrial(path);
        // Kept in its file: what a trial says of itself is what it ran on.
        if (device is not null && !folder.IsFinished) folder.WriteTrial(folder.ReadTrial() with { Device = device });
        var trial = new TrialRun(run, folder, findRung, new ForwardingProgress<StageProgress>(_ => { }), clock, new RunDataReader(), () => ProcessorTime.Read(clock));
        return folder.EnsureWritten(trial.Execute(cancellationToken));
    }
}
