using System.Text.Json.Nodes;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Tasks;

public sealed class TaskSchemaTests
{
    private static string Published => Path.Combine(RepositoryFiles.Root, "docs", "task.schema.json");

    [Fact]
    public void The_published_schema_is_the_one_of_the_types()
    {
        var schema = TaskSchema.Create(XmlDocumentation.SummaryOf).ToJsonString(LadderJson.File) + "\n";
        if (Environment.GetEnvironmentVariable("FULCRUM_UPDATE_SCHEMA") == "1") File.WriteAllText(Published, schema);
        Assert.Equal(schema, File.ReadAllText(Published));
    }

    [Fact]
    public void Every_rung_has_its_settings_and_no_other_rung_is_allowed()
    {
        var rungs = TaskSchema.Create()["properties"]!["rungs"]!;
        Assert.Equal(RungCatalogue.All.Select(r => r.Name), rungs["properties"]!.AsObject().Select(p => p.Key));
        Assert.False((bool)rungs["additionalProperties"]!);
    }

    [Fact]
    public void Every_key_is_described()
    {
        var schema = TaskSchema.Create(XmlDocumentation.SummaryOf);
        Assert.All(Properties(schema), p => Assert.False(string.IsNullOrEmpty((string?)p.Value!["description"]), p.Key));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonNode? node) => node switch
    {
        JsonObject schema => (schema["properties"] as JsonObject ?? []).Concat(schema.SelectMany(p => Properties(p.Value))),
        JsonArray list => list.SelectMany(Properties),
        _ => [],
    };
}
