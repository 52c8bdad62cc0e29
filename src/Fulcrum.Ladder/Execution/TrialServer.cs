using System.Collections.Concurrent;
using Fulcrum.Data;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Workers.Machine;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Ladder.Execution;

/// <summary>A worker that runs the trials it is asked for, until its parent has no more.</summary>
/// <param name="findRung">The rung of a name, or <see langword="null"/>. It is called on the engine thread, and what it returns may keep a model loaded for the next trial.</param>
/// <param name="clock">The clock.</param>
public sealed class TrialServer(Func<string, IRung?> findRung, TimeProvider clock)
{
    // A trial that is cut off leaves no file half-written, and another worker may be waiting for its folder.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly RunDataReader _data = new();

    /// <summary>Serves the parent process on the standard streams. Ctrl-C is left to the parent.</summary>
    public void RunOnStandardStreams()
    {
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        Run(WorkerTransport.OverStandardStreams());
    }

    /// <summary>
    /// Runs the trials asked for, all on one engine thread. When the requests end, the parent is gone or has no more
    /// use for this worker: a running trial is canceled, and abandoned where it does not react in time.
    /// </summary>
    public void Run(WorkerTransport parent)
    {
        // Neither is disposed: an abandoned engine thread may still look at them.
        var stop = new CancellationTokenSource();
        var queue = new BlockingCollection<ReceivedRequest<RunTrialRequest>>();
        var engine = new Thread(() => Work(queue, stop.Token)) { IsBackground = true, Name = "engine" };
        engine.Start();
        foreach (var request in new RequestReader<RunTrialRequest>(parent, LadderJson.Line).Read()) queue.Add(request);
        queue.CompleteAdding();
        stop.Cancel();
        engine.Join(Grace);
    }

    private void Work(BlockingCollection<ReceivedRequest<RunTrialRequest>> queue, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var request in queue.GetConsumingEnumerable(cancellationToken)) Answer(request, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
    }

    private void Answer(ReceivedRequest<RunTrialRequest> request, CancellationToken cancellationToken)
    {
        var run = new RunFolder(request.Body.RunFolder);
        TrialFolder folder;
        try
        {
            folder = run.Trial(request.Body.TrialId);
        }
        catch (InputException e)
        {
            request.Fail(e.Message);
            return;
        }

        var trial = new TrialRun(run, folder, findRung, new ForwardingProgress<StageProgress>(request.Report), clock, _data, () => ProcessorTime.Read(clock));
        request.Respond(new RunTrialResponse(trial.Execute(cancellationToken)));
    }
}
