using System.Text.Json;
using Fulcrum.Data;

namespace Fulcrum.Workers.Protocol;

/// <summary>The worker's end of the protocol. The id of a request is any JSON string or number; its messages repeat it.</summary>
/// <typeparam name="TBody">What this worker can be asked.</typeparam>
/// <param name="transport">To the parent.</param>
/// <param name="options">How requests, progress and responses are written.</param>
public sealed class RequestReader<TBody>(WorkerTransport transport, JsonSerializerOptions options)
{
    private const string NoId = "null";
    private readonly MessageWriter _messages = new(transport.Output, options);

    /// <summary>The requests as they come, until the parent has no more. Those that are not understood are answered with an error.</summary>
    public IEnumerable<ReceivedRequest<TBody>> Read()
    {
        while (transport.Input.ReadLine() is { } line)
        {
            if (line.Length > 0 && Parse(line) is { } request) yield return request;
        }
    }

    private ReceivedRequest<TBody>? Parse(string line)
    {
        var id = NoId;
        try
        {
            using var request = JsonDocument.Parse(line);
            if (IdOf(request.RootElement) is not { } given)
            {
                _messages.Fail(NoId, """The request has no id. Give each an "id", a string or a number.""");
                return null;
            }

            id = given;
            return new ReceivedRequest<TBody>(id, request.RootElement.Deserialize<TBody>(options)!, _messages);
        }
        catch (JsonException e)
        {
            _messages.Fail(id, $"The worker did not understand the request: {JsonInput.Fault(e)}");
        }
        catch (InvalidOperationException)
        {
            _messages.Fail(id, "The worker did not understand the request: it holds invalid Unicode.");
        }

        return null;
    }

    private static string? IdOf(JsonElement request) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(MessageLine.Id, out var id)
            && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? id.GetRawText()
                : null;
}
