using System.Text.Json;

namespace Fulcrum.Workers.Protocol;

/// <summary>
/// One line of the protocol, a JSON object that begins with the id of the request that it is about:
/// <c>{"id":1,…the request…}</c> to the worker; <c>{"id":1,"progress":…}</c> any number of times, then
/// <c>{"id":1,…the response…}</c> or <c>{"id":1,"error":"…"}</c> from it.
/// </summary>
internal static class MessageLine
{
    public const string Id = "id";
    public const string Progress = "progress";
    public const string Error = "error";

    /// <summary>How every message begins.</summary>
    public const string Start = """{"id":""";

    /// <summary>A line with the members of a request or response.</summary>
    /// <param name="id">The id, in JSON.</param>
    /// <param name="body">An object.</param>
    /// <param name="options">How it is written: on one line.</param>
    public static string Write(string id, object body, JsonSerializerOptions options)
    {
        var members = JsonSerializer.Serialize(body, body.GetType(), options)[1..];
        return $"{Start}{id}{(members == "}" ? "" : ",")}{members}";
    }

    /// <summary>A line with one member.</summary>
    public static string Write(string id, string name, object value, JsonSerializerOptions options) =>
        $$"""{{Start}}{{id}},"{{name}}":{{JsonSerializer.Serialize(value, value.GetType(), options)}}}""";
}
