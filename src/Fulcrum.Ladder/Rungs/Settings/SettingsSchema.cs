using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>The JSON schema of a rung's settings, made from their record: types, limits, choices and defaults.</summary>
internal static class SettingsSchema
{
    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true };

    /// <summary>The schema of one rung's settings.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="describe">Gives the description of a property of a type, by their C# names; <see langword="null"/>: none.</param>
    public static JsonObject Create(RungDescription rung, Func<Type, string, string?>? describe)
    {
        var defaults = Activator.CreateInstance(rung.Settings)!;
        var properties = SettingProperties.Of(rung.Settings).Select(property =>
            KeyValuePair.Create(SettingProperties.Key(property), (JsonNode?)Create(property, property.GetValue(defaults), describe)));
        return new JsonObject
        {
            ["description"] = rung.Summary,
            ["type"] = "object",
            ["properties"] = new JsonObject(properties),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Create(PropertyInfo property, object? value, Func<Type, string, string?>? describe)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var schema = type == typeof(EncoderSetting)
            ? new JsonObject { ["type"] = "string" }
            : SettingsReader.Format.GetJsonSchemaAsNode(type, Exporter).AsObject();
        if (schema.ContainsKey("enum")) schema.Insert(0, "type", "string");
        if (schema["items"] is JsonObject items && items.ContainsKey("enum")) items.Insert(0, "type", "string");
        foreach (var limit in SettingProperties.Attributes<LimitAttribute>(property)) limit.AddTo(schema);
        if (SettingProperties.Attributes<NotEmptyAttribute>(property).Any()) schema["minItems"] = 1;
        if (value is not null) schema["default"] = JsonSerializer.SerializeToNode(value, property.PropertyType, SettingsReader.Format);
        var declaring = property.GetMethod!.GetBaseDefinition().DeclaringType!;
        if (describe?.Invoke(declaring, property.Name) is { } text) schema.Insert(0, "description", text);
        return schema;
    }
}
