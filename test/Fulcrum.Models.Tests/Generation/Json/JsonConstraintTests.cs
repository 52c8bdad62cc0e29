using System.Text.Json;
using CsCheck;
using Fulcrum.Data;
using Fulcrum.Models.Generation;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Generation.Json;

public sealed class JsonConstraintTests
{
    private const string Invoice =
        """
        {
          "type": "object",
          "properties": {
            "number": {"type": "string", "pattern": "^[A-Z]{2}-\\d{3,5}$"},
            "total": {"type": "number"},
            "paid": {"type": ["boolean", "null"]},
            "lines": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string", "minLength": 1}}, "required": ["name"]}, "minItems": 1}
          },
          "required": ["number", "total", "lines"],
          "additionalProperties": false
        }
        """;

    private readonly Tokenizer _tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("models/llama"));

    [Fact]
    public void A_random_model_that_samples_at_random_always_writes_what_validates()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 30], Gen.Double[0, 3]).Sample(
            (seed, spare, temperature) =>
            {
                var schema = RandomSchema.Create(seed);
                var constraint = Create(schema, model.Tokenizer!);
                var settings = new GenerationSettings { MaxTokens = constraint.MinimumTokens + spare, Temperature = temperature, Seed = seed, Constraint = constraint };
                var written = new List<GeneratedText>();

                new TextGenerator(model.Decoder, model.Tokenizer!).Generate([[5, 6], [7, 8, 9]], settings, written.Add, CancellationToken.None);

                Assert.All(written, text => Assert.True(SchemaValidator.IsValid(text.Text, schema), $"{schema}\n{text.Text}"));
            },
            iter: 60,
            threads: 1);
    }

    [Theory]
    [InlineData("tiny-bpe")]
    [InlineData("bpe-llama3")]
    [InlineData("bpe-falcon")]
    [InlineData("sp-bpe-llama2")]
    [InlineData("sp-bpe-gemma")]
    [InlineData("sp-bpe-metaspace")]
    public void With_every_kind_of_vocabulary_random_tokens_make_what_validates(string name)
    {
        var other = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/" + name));

        Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 40]).Sample(
            (seed, spare) =>
            {
                var schema = RandomSchema.Create(seed);
                var constraint = Create(schema, other);
                var text = Write(constraint, other, constraint.MinimumTokens + spare, seed);
                Assert.True(SchemaValidator.IsValid(text.Text, schema), $"{schema}\n{text.Text}");
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public void With_the_fewest_tokens_possible_a_value_is_whole_and_with_fewer_nothing_is_begun()
    {
        var constraint = Create(Invoice, _tokenizer);

        var text = Write(constraint, _tokenizer, constraint.MinimumTokens, seed: 1);

        Assert.True(SchemaValidator.IsValid(text.Text, Invoice), text.Text);
        Assert.Equal(constraint.MinimumTokens, text.Tokens.Count);
        Assert.Contains(
            $"needs {constraint.MinimumTokens}",
            Assert.Throws<ArgumentException>(() => Write(constraint, _tokenizer, constraint.MinimumTokens - 1, seed: 1)).Message);
    }

    [Fact]
    public void SmolLM2_reads_fields_out_of_a_text_into_JSON_that_validates()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"));
        int[][] prompts =
        [
            .. new[] { "Invoice AB-1234 over 12.50 for paint and brushes, paid.", "Please pay XY-777: one lamp, 30." }.Select(text => model.Tokenizer!.Encode(model.ChatTemplate!.Render(
                [new("user", $"Read the invoice into JSON with number, total, paid, lines.\n\n{text}")], addGenerationPrompt: true, model.Tokenizer!.SpecialTokensMap, default))),
        ];
        var written = new List<GeneratedText>();
        var settings = new GenerationSettings { MaxTokens = 40, Constraint = Create(Invoice, model.Tokenizer!) };

        new TextGenerator(model.Decoder, model.Tokenizer!).Generate(prompts, settings, written.Add, TestContext.Current.CancellationToken);

        Assert.Equal(2, written.Count);
        Assert.All(written, text => Assert.True(SchemaValidator.IsValid(text.Text, Invoice), text.Text));
    }

    [Fact]
    public void Writing_ends_by_itself_where_nothing_may_follow()
    {
        var text = Write(Create("""{"const": {"a": [true]}}""", _tokenizer), _tokenizer, 100, seed: 2);

        Assert.Equal(("""{"a":[true]}""", GenerationEnding.Complete), (text.Text.Trim(), text.Ending));
    }

    [Theory]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "null"}}, "required": ["b"]}""", """{"a": -10, "b": null}|{"b":null}|{ "b": null }""", """{"b": null, "a": 1}|{"a": 1}|{"a": 01, "b": null}|{"b":  null}|{"b": null,}|{"b": null, "c": 1}""")]
    [InlineData("""{"type": "array", "items": {"enum": ["x", 1]}, "minItems": 1, "maxItems": 2}""", """["x"]|[1, "x"]|[ 1,1 ]""", """[]|[1,1,1]|[1 ,1]|["x",]|[2]""")]
    [InlineData("""{"type": "array", "items": {"type": "null"}, "maxItems": 0}""", "[]|[ ]", "[null]")]
    [InlineData("""{"type": "array", "items": {"enum": ["a", "ab", 1, 10]}, "uniqueItems": true}""", """[]|["a"]|["ab","a"]|[10, 1]|[ 1, "a", 10,"ab" ]""", """["a", "a"]|[1,10,1]|["b"]|["a" ,1]|["a",]|[1,10,"a","ab",1]""")]
    [InlineData("""{"type": "array", "items": {"type": "integer", "enum": [1, 1, 2, "x", 3]}, "uniqueItems": true, "minItems": 2, "maxItems": 2}""", "[1,2]|[3, 1]", """[]|[1]|[1,1]|[1,2,3]|[1,"x"]""")]
    [InlineData("""{"type": "array", "items": {"type": "null"}, "uniqueItems": false}""", "[null,null]", "[1]")]
    [InlineData("""{"type": "string", "minLength": 1, "maxLength": 2}""", """ "é"|"\n\""|"😀😀" """, """ ""|"abc"|"\u0041"|"\x"|"a """)]
    [InlineData("""{"type": ["number", "boolean"]}""", "0|-1.50|2e-3|1E+09|true|false", "01|.5|1.|+1|nul|1e")]
    [InlineData("""{"type": "integer", "enum": [1, 2.5, "1", 3.0]}""", "1|3.0", "2.5|\"1\"|2")]
    [InlineData("""{"anyOf": [{"type": "null"}, {"const": "a\"b"}], "description": "x"}""", """null|"a\"b" """, "\"a\"|nulla")]
    public void Exactly_what_the_schema_says_may_be_written(string schema, string allowed, string refused)
    {
        using var parsed = JsonDocument.Parse(schema);
        var language = SchemaReader.Read(parsed.RootElement);

        Assert.All(allowed.Trim().Split('|'), json => Assert.True(language.Contains(json), json));
        Assert.All(refused.Trim().Split('|'), json => Assert.False(language.Contains(json), json));
    }

    [Fact]
    public void Everything_that_is_not_supported_is_named_with_its_path()
    {
        const string schema =
            """
            {"type": "object", "required": ["a", "zip"], "additionalProperties": {"type": "null"}, "properties": {
              "a": {"type": "integer", "minimum": 1},
              "b": {"type": "array", "uniqueItems": true, "items": {"type": "text"}},
              "c": {},
              "d": {"type": "string", "pattern": "a(?=b)"},
              "e": {"$ref": "#"},
              "f": {"enum": []},
              "g": {"type": "string", "minLength": 3, "maxLength": 2},
              "h": {"enum": ["x"], "minLength": 4},
              "i": {"type": "string", "pattern": "^aaa$", "maxLength": 2},
              "j": {"type": "array"},
              "k": true,
              "l": {"type": "string", "minLength": "3"},
              "m": {"type": "integer", "const": "x"},
              "n": {"type": "array", "items": {"enum": ["x", "x"]}, "uniqueItems": true, "minItems": 2},
              "o": {"type": "array", "items": {"enum": ["x"]}, "uniqueItems": 1}
            }}
            """;

        var errors = Assert.Throws<InputException>(() => Create(schema, _tokenizer)).Errors.Select(error => error.Message).ToArray();

        string[] expected =
        [
            "# has a schema for `additionalProperties`", "# requires `zip`", "#/properties/a has `minimum`", "#/properties/b/items has no `enum`, which `uniqueItems` needs",
            "#/properties/b/items has the type `text`", "#/properties/c says no `type`", "#/properties/d has a `pattern` that is not supported. The pattern `a(?=b)` has the group `(?=`",
            "#/properties/e has `$ref`", "#/properties/f has a `enum`", "#/properties/g has a `maxLength` below", "#/properties/h has `minLength` beside `enum`",
            "#/properties/i allows no string", "#/properties/j is an array without `items`", "#/properties/k is no schema", "#/properties/l has a `minLength` that is no count",
            "#/properties/m has no value in `const`", "#/properties/n has fewer different values than `minItems`", "#/properties/o has a `uniqueItems` that is neither true nor false",
        ];
        Assert.All(expected, message => Assert.Contains(errors, error => error.StartsWith("JSON schema: " + message, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_tokenizer_cannot_spell_is_refused()
    {
        var words = Tokenizer.Parse("""{"model": {"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##", "max_input_chars_per_word": 9, "vocab": {"?": 0, "a": 1}}, "added_tokens": []}"""u8);

        Assert.Contains("no tokens for", Assert.Throws<InputException>(() => Create("""{"type": "null"}""", words)).Message);
    }

    [Theory]
    [InlineData("""{"enum": ["a", "\ud800"]}""", "#/enum/1")]
    [InlineData("""{"const": {"a": ["\udc00x"]}}""", "#/const/a/0")]
    [InlineData("""{"type": "object", "properties": {"\ud800": {"type": "null"}}}""", "#/properties")]
    [InlineData("""{"type": "string", "pattern": "\ud800"}""", "#/pattern")]
    public void Half_of_a_surrogate_pair_is_refused_by_its_place(string schema, string path) => Assert.StartsWith(
        $"JSON schema: {path} holds half of a surrogate pair",
        Assert.Single(Assert.Throws<InputException>(() => Create(schema, _tokenizer)).Errors).Message);

    [Fact]
    public void A_value_that_could_never_be_written_is_refused() =>
        Assert.Contains("100000 bytes", Assert.Throws<InputException>(() => Create("""{"type": "string", "minLength": 2000000000}""", _tokenizer)).Message);

    private static JsonConstraint Create(string schema, Tokenizer tokenizer)
    {
        using var parsed = JsonDocument.Parse(schema);
        return JsonConstraint.Create(parsed.RootElement, tokenizer);
    }

    /// <summary>As if a model without any preference wrote.</summary>
    private static GeneratedText Write(JsonConstraint constraint, Tokenizer tokenizer, int maxTokens, int seed)
    {
        const int endToken = 0;
        var row = new GenerationRow(0, [], maxTokens, new GenerationSettings { Temperature = 1, Seed = seed, Constraint = constraint }, tokenizer, [endToken], null);
        var buffers = new SamplingBuffers(tokenizer.IdLimit);
        while (!row.Write(new float[tokenizer.IdLimit], buffers))
        {
        }

        return row.Finish(0);
    }
}
