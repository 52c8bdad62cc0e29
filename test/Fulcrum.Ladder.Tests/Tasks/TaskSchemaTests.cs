using System.Text.Json.Nodes;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Rungs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Tasks;

public sealed class TaskSchemaTests
{
    private static string Published => Path.Combine(RepositoryFiles.Root, "docs", "task.schema.json");

    [Fact]
    public void The_published_schema_is_the_one_of_the_types()
    {
        var schema = TaskSchema.Create(RungRegistry.Catalog, XmlDocumentation.SummaryOf).ToJsonString(LadderJson.File) + "\n";
        if (Environment.GetEnvironmentVariable("FULCRUM_UPDATE_SCHEMA") == "1") File.WriteAllText(Published, schema);
        Assert.Equal(schema, File.ReadAllText(Published));
    }

    [Fact]
    public void Every_rung_has_its_settings_and_no_other_rung_is_allowed()
    {
        var rungs = TaskSchema.Create(RungRegistry.Catalog)["properties"]!["rungs"]!;
        Assert.Equal(RungRegistry.Catalog.All.Select(r => r.Name), rungs["properties"]!.AsObject().Select(p => p.Key));
        Assert.False((bool)rungs["additionalProperties"]!);
    }

    [Fact]
    public void Every_key_is_described()
    {
        var schema = TaskSchema.Create(RungRegistry.Catalog, XmlDocumentation.SummaryOf);
        Assert.All(Properties(schema), p => Assert.False(string.IsNullOrEmpty((string?)p.Value!["description"]), p.Key));
    }

    [Theory]
    [InlineData("properties/labels/items", "string", "number", "boolean")] // labels: [1, 0]
    [InlineData("properties/prompts/items/properties/answers/additionalProperties", "string", "number", "boolean", "null")] // answers: {1: true}
    [InlineData("properties/rungs/properties/majority", "object", "null")] // majority:
    [InlineData("properties/data/properties/shift", "string", "null", "number", "boolean")]
    [InlineData("properties/prompts/items/properties/constrained", "boolean", "null")]
    [InlineData("properties/data", "object")] // required
    public void What_the_program_takes_the_schema_allows(string path, params string[] types)
    {
        var schema = path.Split('/').Aggregate<string, JsonNode>(TaskSchema.Create(RungRegistry.Catalog), (node, key) => node[key]!);
        Assert.Equal(types, schema["type"] is JsonArray several ? several.Select(type => (string?)type) : [(string?)schema["type"]]);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonNode? node) => node switch
    {
        JsonObject schema => (schema["properties"] as JsonObject ?? []).Concat(schema.SelectMany(p => Properties(p.Value))),
        JsonArray list => list.SelectMany(Properties),
        _ => [],
    };
}
