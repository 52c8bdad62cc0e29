using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Tasks;

/// <summary>The JSON schema (draft 2020-12) of <c>task.yaml</c>, made from <see cref="TaskDefinition"/> and the settings that rungs declare.</summary>
public static class TaskSchema
{
    /// <summary>How a task is bound: unknown keys are errors.</summary>
    internal static JsonSerializerOptions Binding { get; } = new(LadderJson.File)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Makes the schema.</summary>
    /// <param name="catalog">The rungs that a task may set.</param>
    /// <param name="describe">Gives the description of a property of a type, by their C# names; <see langword="null"/>: none.</param>
    public static JsonObject Create(RungCatalog catalog, Func<Type, string, string?>? describe = null)
    {
        var exporter = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Describe(context, node, describe),
        };
        var schema = Binding.GetJsonSchemaAsNode(typeof(TaskDefinition), exporter).AsObject();
        schema["properties"]!["rungs"]!["properties"] = new JsonObject(
            catalog.All.Select(rung => KeyValuePair.Create(rung.Name, (JsonNode?)SettingsSchema.Create(rung, describe))));
        schema["properties"]!["rungs"]!["additionalProperties"] = false;
        AllowWhatYamlAllows(schema);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "$id", "urn:fulcrum:task");
        schema.Insert(2, "title", "Fulcrum task");
        return schema;
    }

    /// <summary>
    /// Where a text is expected, <c>1</c> or <c>true</c> without quotes is one too; and a key with nothing behind it is as good as
    /// absent, unless it is required.
    /// </summary>
    private static void AllowWhatYamlAllows(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) AllowWhatYamlAllows(item);
        }

        if (node is not JsonObject schema) return;
        foreach (var (_, inner) in schema.ToArray()) AllowWhatYamlAllows(inner);
        if (schema["enum"] is null && Types(schema).Contains("string")) Allow(schema, "number", "boolean");
        if (schema["additionalProperties"] is JsonObject others) Allow(others, "null");
        var required = (schema["required"] as JsonArray ?? []).Select(key => (string?)key).ToArray();
        foreach (var (name, inner) in schema["properties"] as JsonObject ?? [])
        {
            if (inner is not JsonObject property || required.Contains(name)) continue;
            Allow(property, "null");
            if (property["enum"] is JsonArray choices && choices.All(choice => choice is not null)) choices.Add(null);
        }
    }

    private static void Allow(JsonObject schema, params string[] types)
    {
        string[] all = [.. Types(schema).Union(types)];
        if (schema.ContainsKey("type")) schema["type"] = new JsonArray([.. all.Select(type => (JsonNode)type)]);
    }

    private static string[] Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => [.. types.Select(type => (string)type!)],
        JsonValue type => [(string)type!],
        _ => [],
    };

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node, Func<Type, string, string?>? describe)
    {
        if (context.TypeInfo.Type == typeof(TaskKind)) node = new JsonObject { ["enum"] = new JsonArray([.. TaskKind.All.Select(kind => (JsonNode)kind.Name)]) };
        if (context.PropertyInfo is not { } property || node is not JsonObject schema) return node;
        if (property.AttributeProvider is System.Reflection.MemberInfo limited)
        {
            foreach (var limit in limited.GetCustomAttributes(typeof(LimitAttribute), inherit: true).Cast<LimitAttribute>()) limit.AddTo(schema);
        }

        var text = describe?.Invoke(property.DeclaringType, CSharpName(property));
        if (text is not null) schema.Insert(0, "description", text);
        return node;
    }

    private static string CSharpName(JsonPropertyInfo property) =>
        property.AttributeProvider is System.Reflection.MemberInfo member ? member.Name : property.Name;
}
