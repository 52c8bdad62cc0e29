using System.Text.Json;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the components of tokenizer.json: objects whose <c>type</c> says which one they are.</summary>
/// <remarks>What is missing or of another kind is a <see cref="FormatException"/> that names it.</remarks>
internal static class JsonElementExtensions
{
    public static string Kind(this JsonElement component) => component.Text("type");

    /// <summary>The property, or null where it is missing or null.</summary>
    public static JsonElement? Find(this JsonElement component, string name) =>
        component.ValueKind == JsonValueKind.Object && component.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static JsonElement Member(this JsonElement component, string name) =>
        component.Find(name) ?? throw new FormatException($"\"{name}\" is missing.");

    public static string Text(this JsonElement component, string name) => component.Member(name).AsText(name);

    public static int Integer(this JsonElement component, string name) => component.Member(name).AsInteger(name);

    /// <summary>An integer that is not negative.</summary>
    public static int Count(this JsonElement component, string name) =>
        component.Integer(name) is >= 0 and var count ? count : throw new FormatException($"\"{name}\" is negative.");

    public static JsonElement[] Items(this JsonElement component, string name) => component.Member(name).AsItems(name);

    public static bool Flag(this JsonElement component, string name, bool otherwise = false) => component.Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new FormatException($"\"{name}\" is neither true nor false."),
    };

    /// <summary>The single character that the property holds.</summary>
    public static char Character(this JsonElement component, string name) =>
        component.Text(name) is [var character] ? character : throw new NotSupportedException($"a {name} that is not one character");

    /// <summary>One of the values of an enumeration.</summary>
    public static T Choice<T>(this JsonElement component, string name, T? otherwise = null)
        where T : struct, Enum
    {
        if (otherwise is { } missing && component.Find(name) is null) return missing;
        var value = component.Text(name);
        return Enum.GetNames<T>().Contains(value) ? Enum.Parse<T>(value) : throw new NotSupportedException($"the {name} \"{value}\"");
    }

    /// <summary>The text that an element is; <paramref name="what"/> names it in errors.</summary>
    public static string AsText(this JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"\"{what}\" is not a text.");

    public static int AsInteger(this JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw new FormatException($"\"{what}\" is not an integer.");

    public static JsonElement[] AsItems(this JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw new FormatException($"\"{what}\" is not a list.");

    /// <summary>The two elements of a list of two or more.</summary>
    public static (JsonElement First, JsonElement Second) AsPair(this JsonElement value, string what) =>
        value.AsItems(what) is [var first, var second, ..] ? (first, second) : throw new FormatException($"\"{what}\" is not a pair.");
}
