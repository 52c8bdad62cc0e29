using System.Text.Json;

namespace Fulcrum.Data.Reading;

/// <summary>The properties of a JSON object as columns.</summary>
internal static class JsonFields
{
    /// <summary>
    /// Strings as they are, everything else as its JSON; nulls are absent.
    /// A conversation (<c>messages: [{role, content}]</c>) becomes the columns <c>system</c>, <c>prompt</c> and <c>completion</c>,
    /// the last assistant message being the completion.
    /// </summary>
    public static Dictionary<string, string> Of(JsonElement row)
    {
        var fields = new Dictionary<string, string>();
        foreach (var property in row.EnumerateObject())
        {
            if (property is { Name: "messages", Value.ValueKind: JsonValueKind.Array })
                AddConversation(property.Value, fields);
            else if (property.Value.ValueKind != JsonValueKind.Null)
                fields[property.Name] = Text(property.Value);
        }

        return fields;
    }

    private static void AddConversation(JsonElement messages, Dictionary<string, string> fields)
    {
        var turns = messages.EnumerateArray()
            .Where(message => message.ValueKind == JsonValueKind.Object)
            .Select(message => (Role: Member(message, "role"), Content: Member(message, "content")))
            .ToList();
        var system = turns.Where(turn => turn.Role == "system").ToList();
        if (system.Count > 0) fields["system"] = string.Join("\n\n", system.Select(turn => turn.Content));
        turns.RemoveAll(turn => turn.Role == "system");
        if (turns.Count > 0 && turns[^1].Role == "assistant")
        {
            fields["completion"] = turns[^1].Content;
            turns.RemoveAt(turns.Count - 1);
        }

        if (turns.Count == 1) fields["prompt"] = turns[0].Content;
        if (turns.Count > 1) fields["prompt"] = string.Join("\n\n", turns.Select(turn => $"{turn.Role}: {turn.Content}"));
    }

    private static string Member(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) ? Text(value) : "";

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
