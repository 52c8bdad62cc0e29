using System.Globalization;
using System.Text.Json;

namespace Fulcrum.Workers.Protocol;

/// <summary>The parent's end of the protocol. Any number of requests may be outstanding; their answers come in any order.</summary>
/// <param name="transport">To the worker.</param>
/// <param name="options">How requests, progress and responses are written.</param>
public sealed class RequestChannel(WorkerTransport transport, JsonSerializerOptions options)
{
    private readonly Lock _one = new();
    private readonly Dictionary<long, IPendingRequest> _pending = [];
    private Task _lastWrite = Task.CompletedTask;
    private long _lastId;
    private Exception? _closed;

    /// <summary>Is told of lines that are no messages: native libraries print to standard output as they like.</summary>
    public Action<string> OnNoise { get; init; } = _ => { };

    /// <summary>Is told when the last outstanding request is answered, before whoever asked is.</summary>
    public Action OnIdle { get; init; } = () => { };

    /// <summary>Sends a request and waits for its response.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="progress">Is told how far it is, always before the response.</param>
    /// <param name="cancellationToken">Ends the waiting; the worker is not told, and what it answers later is ignored.</param>
    /// <exception cref="WorkerRequestException">The request failed.</exception>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <remarks>After <see cref="Close"/> its exception is thrown.</remarks>
    public async Task<TResponse> AskAsync<TProgress, TResponse>(
        IWorkerRequest<TProgress, TResponse> request, IProgress<TProgress>? progress, CancellationToken cancellationToken)
    {
        var asked = new PendingRequest<TProgress, TResponse>(progress, options);
        var id = Add(asked);
        try
        {
            var line = MessageLine.Write(id.ToString(CultureInfo.InvariantCulture), request, options);
            // Writing itself is not canceled: half a line would spoil the next one.
            await WriteInTurn(() => SendAsync(line)).WaitAsync(cancellationToken);
            return await asked.Response.WaitAsync(cancellationToken);
        }
        finally
        {
            Take(id);
        }
    }

    /// <summary>Reads what the worker writes until that ends. Requests that are outstanding then wait for <see cref="Close"/>.</summary>
    public async Task ReadAsync()
    {
        while (await transport.Input.ReadLineAsync() is { } line)
        {
            // A library may have printed something without a line break before the message.
            var start = line.IndexOf(MessageLine.Start, StringComparison.Ordinal);
            if (start < 0 || !IsDispatched(line[start..])) OnNoise(line);
            else if (start > 0) OnNoise(line[..start]);
        }
    }

    /// <summary>Tells the worker that nothing more will be asked.</summary>
    public Task EndRequestsAsync() => WriteInTurn(() =>
    {
        transport.Output.Close();
        return Task.CompletedTask;
    });

    /// <summary>Fails the outstanding requests, and all that are still to come, with the reason why nobody answers any more.</summary>
    public void Close(Exception reason)
    {
        IPendingRequest[] left;
        lock (_one)
        {
            _closed = reason;
            left = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var request in left) request.Fail(reason);
    }

    private async Task SendAsync(string line)
    {
        await transport.Output.WriteAsync(line + "\n");
        await transport.Output.FlushAsync();
    }

    private long Add(IPendingRequest request)
    {
        lock (_one)
        {
            if (_closed is not null) throw _closed;
            _pending.Add(++_lastId, request);
            return _lastId;
        }
    }

    /// <summary>The request is not outstanding any more.</summary>
    private IPendingRequest? Take(long id)
    {
        lock (_one) return _pending.Remove(id, out var request) ? request : null;
    }

    /// <summary>One after another: a line is written whole before the next one.</summary>
    private Task WriteInTurn(Func<Task> write)
    {
        lock (_one) return _lastWrite = AfterAsync(_lastWrite, write);

        static async Task AfterAsync(Task before, Func<Task> write)
        {
            await before;
            await Task.Yield();
            try
            {
                await write();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The worker died before it could be asked; the end of what it writes says how.
            }
        }
    }

    private bool IsDispatched(string line)
    {
        try
        {
            using var message = JsonDocument.Parse(line);
            var id = message.RootElement.GetProperty(MessageLine.Id);
            if (id.ValueKind == JsonValueKind.Null) return IsRefusal(message.RootElement);
            if (id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out var number)) return false;
            Dispatch(number, message.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The worker did not even understand whose request it was, so that none of them can be waited for.</summary>
    private bool IsRefusal(JsonElement message)
    {
        if (!message.TryGetProperty(MessageLine.Error, out var error)) return false;
        Close(new WorkerRequestException(error.GetString()!));
        return true;
    }

    private void Dispatch(long id, JsonElement message)
    {
        if (message.TryGetProperty(MessageLine.Progress, out var progress))
        {
            IPendingRequest? current;
            lock (_one) current = _pending.GetValueOrDefault(id);
            current?.Report(progress);
            return;
        }

        if (Take(id) is not { } request) return;
        bool isIdle;
        lock (_one) isIdle = _pending.Count == 0;
        if (isIdle) OnIdle();
        if (message.TryGetProperty(MessageLine.Error, out var error)) request.Refuse(error);
        else request.Respond(message);
    }
}
