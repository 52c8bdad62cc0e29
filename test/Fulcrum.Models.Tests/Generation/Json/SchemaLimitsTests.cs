using System.Text;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Generation.Json;

/// <summary>Schemas that would fill the stack are refused.</summary>
public sealed class SchemaLimitsTests
{
    private readonly Tokenizer _tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("models/llama"));

    [Theory]
    [InlineData("""{"type": "array", "items": """, """{"type": "null"}""", "}")]
    [InlineData("""{"anyOf": [""", """{"type": "null"}""", "]}")]
    [InlineData("""{"const": """, "[]", "}")]
    public void Schemas_too_deep_within_each_other_are_refused(string open, string inner, string close) =>
        Assert.Equal("JSON schema: it has more than 64 objects and lists inside of each other.", ErrorOf(Repeat(open, 50_000) + inner + Repeat(close, 50_000)));

    [Fact]
    public void A_pattern_that_is_too_long_is_refused() => Assert.Equal(
        $"JSON schema: # has a `pattern` that is not supported. The pattern `{Repeat("a?", 25)}…` has more than 1000 characters.",
        ErrorOf($$"""{"type": "string", "pattern": "{{Repeat("a?", 50_000)}}"}"""));

    [Fact]
    public void A_pattern_with_groups_too_deep_within_each_other_is_refused() => Assert.Equal(
        $"JSON schema: # has a `pattern` that is not supported. The pattern `{Repeat("(", 400)}a{Repeat(")", 400)}` has more than 50 groups inside of each other.",
        ErrorOf($$"""{"type": "string", "pattern": "{{Repeat("(", 400)}}a{{Repeat(")", 400)}}"}"""));

    [Fact]
    public void A_text_that_is_too_long_to_write_is_refused() => Assert.Equal(
        "JSON schema: no text of fewer than 100000 bytes validates.",
        ErrorOf($$"""{"const": "{{Repeat("ab", 100_000)}}"}"""));

    [Theory]
    [InlineData("a?", 495)]
    [InlineData("(ab)*", 198)]
    public void A_pattern_of_many_parts_that_may_be_missing_is_read(string part, int count) =>
        Assert.Null(ErrorOf($$"""{"type": "string", "pattern": "^{{Repeat(part, count)}}$"}"""));

    private string? ErrorOf(string schema)
    {
        using var json = JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = 1_000_000 });
        try
        {
            JsonConstraint.Create(json.RootElement, _tokenizer);
            return null;
        }
        catch (InputException refused)
        {
            return Assert.Single(refused.Errors).Message;
        }
    }

    private static string Repeat(string part, int count) => new StringBuilder().Insert(0, part, count).ToString();
}
