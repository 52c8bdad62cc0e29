using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Execution.Protocol;

namespace Fulcrum.Ladder.Execution;

/// <summary>The parent's end of one worker process.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private readonly Process _process;
    private readonly WorkerLog _log = new();
    private readonly Task _errorReader;

    private WorkerProcess(Process process)
    {
        _process = process;
        _errorReader = ReadErrorsAsync();
    }

    /// <summary>Starts the process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static WorkerProcess Start(WorkerStartInfo command)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            CreateNoWindow = true,
        };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Has the worker run one trial. Its death is a failed result.</summary>
    /// <exception cref="OperationCanceledException">Canceled: the process was killed.</exception>
    public async Task<TrialResult> RunAsync(WorkerRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        await using var killing = cancellationToken.Register(Kill);
        using var watch = new MemoryWatch(_process);
        try
        {
            await _process.StandardInput.WriteAsync((JsonSerializer.Serialize(request, LadderJson.Line) + "\n").AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It died before it could be asked; the end of its output below says how.
        }

        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            switch (Parse(line))
            {
                case ProgressMessage message:
                    progress.Report(message.Progress);
                    break;
                case ResultMessage message:
                    // What is printed from now on is the next trial's.
                    _log.Clear();
                    return message.Result;
                case ErrorMessage message:
                    return Failed(new TrialFailure("worker", message.Reason));
                default:
                    // Native libraries print to standard output as they like.
                    _log.Add(line);
                    break;
            }
        }

        await _process.WaitForExitAsync(cancellationToken);
        await _errorReader;
        cancellationToken.ThrowIfCancellationRequested();
        return Failed(WorkerExit.Describe(_process.ExitCode, _log.Lines)) with { PeakMemoryBytes = watch.Peak };
    }

    /// <summary>Tells the worker that it is not needed any more, and kills it where it does not go.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone, and a request that it never read with it.
        }

        using var patience = new CancellationTokenSource(Grace);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }

        await _errorReader;
        _process.Dispose();
    }

    private static WorkerMessage? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerMessage>(line, LadderJson.Line);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Nothing would follow a result, and the parent would wait for ever.
            return line.StartsWith("""{"type":"result",""", StringComparison.Ordinal) ? new ErrorMessage($"The worker's result was not understood: {e.Message}") : null;
        }
    }

    private static TrialResult Failed(TrialFailure failure) => new() { Status = TrialStatus.Failed, Failure = failure };

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line) _log.Add(line);
    }

    /// <summary>
    /// At once: to kill a tree, .NET first halts the process, and whoever is ended in between leaves it so. Called by timers and
    /// signals, which take no exception.
    /// </summary>
    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It is gone already.
        }
    }

    /// <summary>Looks at a process's memory again and again, for one that dies cannot say any more how much it had.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private readonly Timer _timer;
        private long _peak;

        public MemoryWatch(Process process) => _timer = new Timer(_ => Look(process), null, BetweenLooks, BetweenLooks);

        /// <summary>As it was seen last, bytes: the process counts anew with each trial.</summary>
        public long? Peak => Interlocked.Read(ref _peak) is > 0 and var peak ? peak : null;

        private void Look(Process process)
        {
            if (PeakMemory.Read(process) is { } peak) Interlocked.Exchange(ref _peak, peak);
        }

        public void Dispose() => _timer.Dispose();
    }
}
