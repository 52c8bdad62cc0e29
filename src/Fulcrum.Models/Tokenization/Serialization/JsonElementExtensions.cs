using System.Text.Json;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the components of tokenizer.json: objects whose <c>type</c> says which one they are.</summary>
internal static class JsonElementExtensions
{
    public static string Kind(this JsonElement component) => component.GetProperty("type").GetString()!;

    public static string Text(this JsonElement component, string name) => component.GetProperty(name).GetString()!;

    public static bool Flag(this JsonElement component, string name, bool otherwise = false) =>
        component.Find(name) is { } value ? value.GetBoolean() : otherwise;

    /// <summary>The property, or null where it is missing or null.</summary>
    public static JsonElement? Find(this JsonElement component, string name) =>
        component.ValueKind == JsonValueKind.Object && component.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The single character that the property holds.</summary>
    public static char Character(this JsonElement component, string name) =>
        component.Text(name) is [var character] ? character : throw new NotSupportedException($"a {name} that is not one character");
}
