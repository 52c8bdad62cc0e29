using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Execution.Protocol;

namespace Fulcrum.Ladder.Execution;

/// <summary>The worker's side of the protocol: requests in, progress and results out, until the requests end.</summary>
/// <param name="findRung">The rung of a name, or <see langword="null"/>. It is called on the engine thread, and what it returns may keep a model loaded for the next trial.</param>
/// <param name="clock">The clock.</param>
public sealed class TrialRunner(Func<string, IRung?> findRung, TimeProvider clock)
{
    // A trial that is cut off leaves no file half-written, and another worker may be waiting for its folder.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Serves the parent process on the standard streams. What else is printed goes to standard error, and Ctrl-C is left to the parent.</summary>
    public void RunOnStandardStreams()
    {
        using var requests = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        var messages = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        Console.SetOut(Console.Error);
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        Run(requests, messages);
    }

    /// <summary>
    /// Runs the trials asked for, all on one engine thread. When the requests end, the parent is gone or has no more
    /// use for this worker: a running trial is canceled, and abandoned where it does not react in time.
    /// </summary>
    public void Run(TextReader requests, TextWriter messages)
    {
        // Neither is disposed: an abandoned engine thread may still look at them.
        var stop = new CancellationTokenSource();
        var queue = new BlockingCollection<string>();
        var engine = new Thread(() => Work(queue, new MessageWriter(messages), stop.Token)) { IsBackground = true, Name = "engine" };
        engine.Start();
        while (requests.ReadLine() is { } line) queue.Add(line);
        queue.CompleteAdding();
        stop.Cancel();
        engine.Join(Grace);
    }

    private void Work(BlockingCollection<string> queue, MessageWriter messages, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var line in queue.GetConsumingEnumerable(cancellationToken)) messages.Write(Answer(line, messages, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
    }

    private WorkerMessage Answer(string line, MessageWriter messages, CancellationToken cancellationToken)
    {
        WorkerRequest request;
        try
        {
            request = JsonSerializer.Deserialize<WorkerRequest>(line, LadderJson.Line)!;
        }
        catch (JsonException e)
        {
            return new ErrorMessage($"The worker did not understand its request: {JsonInput.Fault(e)}");
        }

        var run = new RunFolder(request.RunFolder);
        var trial = new TrialRun(run, run.Trial(request.TrialId), findRung, messages, clock, () => ProcessorTime.Read(clock));
        return new ResultMessage(trial.Execute(cancellationToken));
    }
}
