using System.Text.Json.Nodes;

namespace Fulcrum.Models.Tests.Generation.Json;

/// <summary>Makes up schemas of what can be written.</summary>
internal static class RandomSchema
{
    private static readonly string[] Patterns = ["^[a-z]+$", "^\\d{4}-\\d{2}$", "a", "^(ab|c)*$", "[^\"\\\\]é?$", "^.{0,3}$"];

    private static readonly string[] Values = ["\"a\"", "\"é \\\"quoted\\\" \\n\"", "1", "-2.5", "true", "null", "[1,2]", "{\"x\":1}", "\"😀\""];

    private static readonly string[] Names = ["a", "total", "é", "with \"quotes\"", "b"];

    public static string Create(int seed) => Create(new Random(seed), depth: 2).ToJsonString();

    private static JsonObject Create(Random random, int depth) => random.Next(depth > 0 ? 11 : 8) switch
    {
        0 => new JsonObject { ["enum"] = new JsonArray([.. random.GetItems(Values, 3).Distinct().Select(value => JsonNode.Parse(value))]) },
        1 => new JsonObject { ["const"] = JsonNode.Parse(Values[random.Next(Values.Length)]) },
        2 => new JsonObject { ["type"] = "integer" },
        3 => new JsonObject { ["type"] = new JsonArray("number", "null", "boolean") },
        4 => new JsonObject { ["type"] = "string", ["minLength"] = random.Next(3), ["maxLength"] = 2 + random.Next(8) },
        5 => new JsonObject { ["type"] = "string", ["pattern"] = Patterns[random.Next(Patterns.Length)], ["maxLength"] = 7 + random.Next(5) },
        6 => new JsonObject { ["type"] = new JsonArray("string", "null") },
        7 => new JsonObject
        {
            ["type"] = "array", ["items"] = new JsonObject { ["enum"] = new JsonArray([.. Values.Select(value => JsonNode.Parse(value))]) },
            ["uniqueItems"] = true, ["minItems"] = random.Next(3), ["maxItems"] = 2 + random.Next(3),
        },
        8 => new JsonObject { ["anyOf"] = new JsonArray(Create(random, depth - 1), Create(random, depth - 1)) },
        9 => new JsonObject
        {
            ["type"] = "array", ["items"] = Create(random, depth - 1), ["minItems"] = random.Next(3), ["maxItems"] = 2 + random.Next(3),
        },
        _ => CreateObject(random, depth),
    };

    private static JsonObject CreateObject(Random random, int depth)
    {
        string[] names = [.. Names.Where(_ => random.Next(2) == 0)];
        string[] required = [.. names.Where(_ => random.Next(2) == 0)];
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)Create(random, depth - 1)))),
            ["additionalProperties"] = false,
        };
        if (required.Length > 0) schema["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        return schema;
    }
}
