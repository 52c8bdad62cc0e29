using System.Text.Json;
using Fulcrum.Data.Columns;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>The properties of a JSON object as columns.</summary>
/// <param name="context">Told of cells that hold a list or an object, and what each cell is.</param>
/// <param name="file">The file, as the user would name it.</param>
internal sealed class JsonFields(ReadingContext context, string file)
{
    /// <summary>
    /// Texts as they are, numbers and truth values as they are written; nulls, empty lists and empty objects are absent. A list of
    /// one value is that value, and text parts (<c>[{"type": "text", "text": …}]</c>) are their text. Other lists and objects stay
    /// JSON and are told to the structured cells. Lists of labels, in a column that may hold some, stay JSON whatever their length.
    /// A conversation (<c>messages: [{role, content}]</c>) becomes the columns <c>system</c>, <c>prompt</c> and <c>completion</c>,
    /// the last assistant message being the completion.
    /// </summary>
    public Dictionary<string, string> Of(JsonElement row, long line)
    {
        var fields = new Dictionary<string, string>();
        foreach (var property in row.EnumerateObject()) Add(fields, property.Name, property.Value, line);
        return fields;
    }

    /// <summary>Adds the column or columns that a value gives.</summary>
    public void Add(Dictionary<string, string> fields, string column, JsonElement value, long line)
    {
        if (column == "messages" && IsConversation(value)) AddConversation(fields, value, line);
        else if (Text(column, value, line) is { } text) fields[column] = text;
    }

    private static bool IsConversation(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(IsMessage);

    private static bool IsMessage(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String;

    private void AddConversation(Dictionary<string, string> fields, JsonElement messages, long line)
    {
        var turns = messages.EnumerateArray().Select(message => (Role: message.GetProperty("role").GetString()!, Message: message)).ToList();
        var system = turns.Where(turn => turn.Role is "system" or "developer").ToList();
        if (system.Count > 0) fields["system"] = string.Join("\n\n", system.Select(turn => Content("system", turn.Message)));
        turns.RemoveAll(turn => turn.Role is "system" or "developer");
        if (turns.Count > 0 && turns[^1].Role == "assistant")
        {
            fields["completion"] = Content("completion", turns[^1].Message);
            turns.RemoveAt(turns.Count - 1);
        }

        if (turns.Count == 1) fields["prompt"] = Content("prompt", turns[0].Message);
        if (turns.Count > 1) fields["prompt"] = string.Join("\n\n", turns.Select(turn => $"{turn.Role}: {Content("prompt", turn.Message)}"));

        string Content(string column, JsonElement message) =>
            message.TryGetProperty("content", out var content) ? Text(column, content, line) ?? "" : "";
    }

    /// <summary>The value as a text, or its JSON where it is more than one; <see langword="null"/> where there is none.</summary>
    private string? Text(string column, JsonElement value, long line)
    {
        var mayBeLabels = value.ValueKind == JsonValueKind.Array && MayHoldLabels(column);
        var isLabels = mayBeLabels && LabelList.IsIn(value);
        if (isLabels)
        {
            context.Kinds.Add(column, CellKind.Text);
            context.Structures.Add(column, ListOf(value), file, line, isLabels: true);
            return value.GetRawText();
        }

        var inner = Unwrap(value);
        if (inner.ValueKind != JsonValueKind.Null) context.Kinds.Add(column, KindOf(inner));
        var structure = inner.ValueKind switch
        {
            JsonValueKind.Array when inner.GetArrayLength() == 0 => null,
            JsonValueKind.Array => TextOfParts(inner) is { } parts ? parts : Structure(mayBeLabels ? WhatIsIn(inner) : ListOf(inner)),
            JsonValueKind.Object => inner.EnumerateObject().Any() ? Structure($"an object with {Names(inner)}") : null,
            JsonValueKind.Null => null,
            JsonValueKind.String => inner.GetString(),
            _ => inner.GetRawText(),
        };
        return structure;

        string Structure(string what)
        {
            context.Structures.Add(column, what, file, line);
            return inner.GetRawText();
        }
    }

    /// <summary>Of texts to be answered only the column with the true labels; of labeled rows any that is not called otherwise.</summary>
    private bool MayHoldLabels(string column)
    {
        if (!context.Labels.Several) return false;
        if (context.Source.Label is { } named) return column == named;
        return context.NeedsLabels && column != context.Source.Text && column != context.Source.Group && !ColumnNames.AreOther(column);
    }

    private static string ListOf(JsonElement list) => $"a list of {Count.Of(list.GetArrayLength(), "value")}";

    private static string WhatIsIn(JsonElement list) =>
        list.EnumerateArray().Any(value => value.ValueKind == JsonValueKind.Object) ? "a list with an object in it" : "a list with a list in it";

    private static CellKind KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => CellKind.Truth,
        JsonValueKind.Number when value.TryGetInt64(out _) => CellKind.WholeNumber,
        // A whole number that needs more than 64 bits is no number without loss.
        JsonValueKind.Number when value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') => CellKind.Number,
        _ => CellKind.Text,
    };

    /// <summary>What is in lists of one value, text parts and messages that stand alone.</summary>
    private static JsonElement Unwrap(JsonElement value)
    {
        while (true)
        {
            if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1) value = value[0];
            else if (PartText(value) is { } text) value = text;
            else if (IsMessage(value) && value.TryGetProperty("content", out var content)) value = content;
            else return value;
        }
    }

    private static string? TextOfParts(JsonElement list)
    {
        var texts = list.EnumerateArray().Select(PartText).ToList();
        return texts.TrueForAll(text => text is not null) ? string.Join('\n', texts.Select(text => text!.Value.GetString())) : null;
    }

    /// <summary>The text of a text part as chat interfaces write it.</summary>
    private static JsonElement? PartText(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is "text" or "input_text" or "output_text"
        && value.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text
            : null;

    private static string Names(JsonElement value)
    {
        const int Shown = 3;
        var names = value.EnumerateObject().Select(property => $"`{property.Name}`").ToList();
        return string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? ", …" : "");
    }
}
