using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

/// <summary>Tokenizers that come to no end with a text are refused with their file; each would hang or end the program without a limit.</summary>
public sealed class TokenizerLimitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("pre_tokenizer", """{"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Isolated", "invert": false}""")]
    [InlineData("normalizer", """{"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": "b"}""")]
    public void A_regular_expression_that_takes_exponential_time_is_given_up(string section, string json)
    {
        var tokenizer = Load(section, JsonNode.Parse(json)!);

        Assert.NotEmpty(tokenizer.Encode("aaa"));
        AssertRefused(
            () => tokenizer.Encode(new string('a', 40) + "!"),
            "The regular expression `(a+)+$` takes longer than 2 s to match a text of 41 characters.");
    }

    [Fact]
    public void A_text_beyond_the_basic_plane_is_given_up_alike()
    {
        var tokenizer = Load("pre_tokenizer", JsonNode.Parse("""{"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Isolated", "invert": false}""")!);

        AssertRefused(
            () => tokenizer.Encode("😀" + new string('a', 40) + "!"),
            "The regular expression `(a+)+$` takes longer than 2 s to match a text of 43 characters.");
    }

    [Fact]
    public void Replacements_that_double_a_text_again_and_again_are_given_up()
    {
        var doubling = new JsonArray([.. Enumerable.Range(0, 60).Select(_ => JsonNode.Parse("""{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}"""))]);
        var tokenizer = Load("normalizer", new JsonObject { ["type"] = "Sequence", ["normalizers"] = doubling });

        Assert.NotEmpty(tokenizer.Encode("b"));
        AssertRefused(() => tokenizer.Encode("a"), "A step of the tokenizer makes more than 1,048,576 characters of a text.");
    }

    [Fact]
    public void A_decoder_that_doubles_a_token_again_and_again_is_given_up()
    {
        var doubling = new JsonArray([.. Enumerable.Range(0, 60).Select(_ => JsonNode.Parse("""{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}"""))]);
        var tokenizer = Load("decoder", new JsonObject { ["type"] = "Sequence", ["decoders"] = doubling });

        AssertRefused(() => tokenizer.Decode([tokenizer.TokenToId("a")!.Value]), "A step of the tokenizer's decoder makes more than 1,048,576 characters of a token.");
    }

    [Fact]
    public void A_long_text_may_grow_as_much_as_normal_forms_make_it()
    {
        var tokenizer = Load("normalizer", JsonNode.Parse("""{"type": "NFKD"}""")!);

        Assert.NotEmpty(tokenizer.Encode(new string('\uFDFA', 100_000)));
    }

    [Theory]
    [InlineData("normalizer", "normalizers")]
    [InlineData("pre_tokenizer", "pretokenizers")]
    [InlineData("post_processor", "processors")]
    [InlineData("decoder", "decoders")]
    public void Sequences_within_sequences_are_refused_where_they_are_too_deep(string section, string items)
    {
        var nested = new StringBuilder().Insert(0, $$"""{"type": "Sequence", "{{items}}": [""", 100_000).Insert(0, $$"""{"{{section}}": """).ToString() + new StringBuilder().Insert(0, "]}", 100_000) + "}";

        var error = Assert.Single(Assert.Throws<InputException>(() => Tokenizer.Load(_folder.Write("tokenizer.json", nested))).Errors);

        Assert.Equal("It is not valid JSON: The maximum configured depth of 64 has been exceeded. Cannot read next JSON array.", error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRefused(Action use, string message)
    {
        var error = Assert.Single(Assert.Throws<InputException>(use).Errors);
        Assert.Equal((Path.Combine(_folder.Path, "tokenizer.json"), message, "Use the tokenizer of another model."), (error.File, error.Message, error.Remedy));
    }

    private Tokenizer Load(string section, JsonNode component)
    {
        var definition = JsonNode.Parse(File.ReadAllBytes(RepositoryFiles.Fixture("tokenizers/tiny-bpe/tokenizer.json")))!;
        definition[section] = component;
        return Tokenizer.Load(_folder.Write("tokenizer.json", definition.ToJsonString()));
    }
}
