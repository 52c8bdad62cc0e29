using System.Text.Json;

namespace Fulcrum.Workers.Protocol;

/// <summary>A request that was sent and not answered yet.</summary>
internal interface IPendingRequest
{
    /// <summary>Passes on how far it is.</summary>
    void Report(JsonElement progress);

    /// <summary>Ends it with the worker's response.</summary>
    void Respond(JsonElement response);

    /// <summary>Ends it with the worker's error.</summary>
    void Refuse(JsonElement error);

    /// <summary>Ends it with an exception.</summary>
    void Fail(Exception reason);
}

/// <inheritdoc cref="IPendingRequest"/>
internal sealed class PendingRequest<TProgress, TResponse>(IProgress<TProgress>? progress, JsonSerializerOptions options) : IPendingRequest
{
    // Whoever waits goes on elsewhere: the thread that reads messages has the next one to read.
    private readonly TaskCompletionSource<TResponse> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The response, once it is there.</summary>
    public Task<TResponse> Response => _response.Task;

    public void Report(JsonElement value)
    {
        if (progress is not null) Attempt(() => progress.Report(value.Deserialize<TProgress>(options)!));
    }

    public void Respond(JsonElement value) => Attempt(() => _response.TrySetResult(value.Deserialize<TResponse>(options)!));

    public void Refuse(JsonElement error) => Attempt(() => Fail(new WorkerRequestException(error.Deserialize<string>()!)));

    public void Fail(Exception reason) => _response.TrySetException(reason);

    private void Attempt(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            Fail(new WorkerRequestException($"The worker's answer was not understood: {e.Message}", e));
        }
        catch (Exception e)
        {
            // Of whoever is told of progress.
            Fail(e);
        }
    }
}
