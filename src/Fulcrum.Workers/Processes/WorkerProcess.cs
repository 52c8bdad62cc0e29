using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Fulcrum.Workers.Machine;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Workers.Processes;

/// <summary>A worker process as its parent has it: asked over its standard streams, and supervised until it ends.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly WorkerLog _log = new();
    private readonly Process _process;
    private readonly RequestChannel _channel;

    private WorkerProcess(Process process, JsonSerializerOptions options)
    {
        _process = process;
        // What is printed once everything is answered is the next request's.
        _channel = new RequestChannel(new WorkerTransport(process.StandardOutput, process.StandardInput), options) { OnNoise = _log.Add, OnIdle = _log.Clear };
        Exited = SuperviseAsync();
    }

    /// <summary>How it ended, once it has.</summary>
    public Task<WorkerExit> Exited { get; }

    /// <summary>Starts the process.</summary>
    /// <param name="start">The program.</param>
    /// <param name="options">How requests, progress and responses are written.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static WorkerProcess Start(WorkerStartInfo start, JsonSerializerOptions options)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var info = new ProcessStartInfo(start.FileName, start.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            CreateNoWindow = true,
        };
        foreach (var (name, value) in start.Environment) info.Environment[name] = value;
        return new WorkerProcess(Process.Start(info)!, options);
    }

    /// <inheritdoc cref="RequestChannel.AskAsync"/>
    /// <exception cref="WorkerExitException">The worker ended before it answered.</exception>
    public Task<TResponse> AskAsync<TProgress, TResponse>(
        IWorkerRequest<TProgress, TResponse> request, IProgress<TProgress>? progress, CancellationToken cancellationToken) =>
        _channel.AskAsync(request, progress, cancellationToken);

    /// <summary>Ends the process at once. Its children stay: to kill a tree, .NET first halts the process, and whoever is ended in between leaves it so.</summary>
    public void Kill()
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

    /// <summary>Tells the worker that it is not needed any more, and kills it where it does not go.</summary>
    public async ValueTask DisposeAsync()
    {
        var ending = _channel.EndRequestsAsync();
        try
        {
            await Exited.WaitAsync(Timeout);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }

        await ending;
        _process.Dispose();
    }

    private async Task<WorkerExit> SuperviseAsync()
    {
        using var watch = new PeakMemoryWatch(_process);
        // Read all the time: a worker that nobody listens to stops where the pipe is full.
        await Task.WhenAll(_channel.ReadAsync(), ReadErrorsAsync());
        await _process.WaitForExitAsync();
        var exit = WorkerExit.Of(_process.ExitCode, _log.Lines) with { PeakMemoryBytes = watch.Peak };
        _channel.Close(new WorkerExitException(exit));
        return exit;
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line) _log.Add(line);
    }
}
