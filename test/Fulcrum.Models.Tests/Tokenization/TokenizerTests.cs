using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Tokenization.PreTokenizers;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

public class TokenizerTests
{
    private static readonly Tokenizer Tiny = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/tiny-bpe"));

    [Theory]
    [InlineData("normalizer", """{"type": "Nmt"}""", "The section \"normalizer\" needs the normalizer \"Nmt\", which is not supported.")]
    [InlineData("pre_tokenizer", """{"type": "UnicodeScripts"}""", "The section \"pre_tokenizer\" needs the pre-tokenizer \"UnicodeScripts\", which is not supported.")]
    [InlineData("post_processor", """{"type": "Magic"}""", "The section \"post_processor\" needs the post-processor \"Magic\", which is not supported.")]
    [InlineData("decoder", """{"type": "CTC"}""", "The section \"decoder\" needs the decoder \"CTC\", which is not supported.")]
    [InlineData("model", """{"type": "WordLevel"}""", "The section \"model\" needs the model \"WordLevel\", which is not supported.")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}""", "The section \"model\" needs a merge that needs the token \"b\", which the vocabulary lacks, which is not supported.")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 2000000000}, "merges": []}""", "The section \"model\" needs the id 2000000000 of the token \"a\" in a vocabulary of 1, which is not supported.")]
    [InlineData("model", "null", "It has no section \"model\".")]
    public void What_is_not_supported_is_refused_by_name(string section, string json, string message)
    {
        var definition = Definition();
        definition[section] = JsonNode.Parse(json);
        Assert.Equal(message, Assert.Single(Errors(definition)).Message);
    }

    [Fact]
    public void A_later_post_processor_keeps_the_template_of_an_earlier_one()
    {
        var definition = Definition();
        definition["post_processor"] = JsonNode.Parse("""
            {"type": "Sequence", "processors": [
              {"type": "BertProcessing", "cls": ["<s>", 1], "sep": ["</s>", 2]},
              {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true}]}
            """);
        var ids = Tokenizer.Parse(Encoding.UTF8.GetBytes(definition.ToJsonString())).Encode("a", addSpecialTokens: true);
        Assert.Equal([1, Tiny.Encode("a")[0], 2], ids);
    }

    [Theory]
    [InlineData("added_tokens", """[{"id": 0}]""", "\"content\" is missing.")]
    [InlineData("added_tokens", """[{"id": "0", "content": "a"}]""", "\"id\" is not an integer.")]
    [InlineData("added_tokens", """[{"id": -1, "content": "a"}]""", "\"id\" is negative.")]
    [InlineData("added_tokens", """[{"id": 1, "content": "a"}, {"id": 2, "content": "a"}]""", "The token \"a\" is duplicated.")]
    [InlineData("added_tokens", """[{"id": 1, "content": "a"}, {"id": 1, "content": "b"}]""", "The tokens \"a\" and \"b\" share the id 1.")]
    [InlineData("added_tokens", """[{"id": 1, "content": "a", "special": 1}]""", "\"special\" is neither true nor false.")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0.5}, "merges": []}""", "\"a\" is not an integer.")]
    [InlineData("model", """{"type": "BPE", "vocab": [], "merges": []}""", "\"vocab\" does not map tokens to ids.")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0}, "merges": [["a"]]}""", "\"merges\" is not a pair.")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0}, "merges": {}}""", "\"merges\" is not a list.")]
    [InlineData("decoder", """{"type": 7}""", "\"type\" is not a text.")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": [], "pair": [], "special_tokens": {}}""", "The template \"single\" does not hold each text once.")]
    public void What_is_malformed_is_refused_with_its_place(string section, string json, string message)
    {
        var definition = Definition();
        definition[section] = JsonNode.Parse(json);
        Assert.Equal($"The section \"{section}\" is malformed: {message}", Assert.Single(Errors(definition)).Message);
    }

    [Fact]
    public void A_template_with_a_token_that_the_vocabulary_lacks_is_refused()
    {
        var definition = Definition();
        definition["post_processor"] = JsonNode.Parse("""{"type": "BertProcessing", "cls": ["<s>", 1], "sep": ["[SEP]", 512]}""");
        Assert.All(Errors(definition), error => Assert.Equal("The section \"post_processor\" adds \"[SEP]\" as the token 512, which the vocabulary lacks.", error.Message));
    }

    [Fact]
    public void Malformed_roles_are_refused_with_their_file()
    {
        using var folder = new TemporaryFolder();
        Tiny.Save(Path.Combine(folder.Path, "tokenizer.json"));
        var config = folder.Write("tokenizer_config.json", """{"bos_token": 7}""");
        var error = Assert.Single(Assert.Throws<InputException>(() => Tokenizer.Load(folder.Path)).Errors);
        Assert.Equal((config, "It is malformed: \"content\" is missing."), (error.File, error.Message));
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var definition = Definition();
        definition["normalizer"] = JsonNode.Parse("""{"type": "Nmt"}""");
        definition["decoder"] = JsonNode.Parse("""{"kind": "?"}""");
        Assert.Equal(2, Errors(definition).Count);
    }

    [Fact]
    public void Broken_json_is_refused_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("tokenizer.json", "{\n  \"model\": nope\n}");
        var error = Assert.Single(Assert.Throws<InputException>(() => Tokenizer.Load(path)).Errors);
        Assert.Equal((path, 2L, 13L), (error.File, error.Line, error.Column));
        Assert.Equal("It is not valid JSON: 'nope }' is an invalid JSON literal. Expected the literal 'null'.", error.Message);
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Throws<InputException>(() => Tokenizer.Load(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())));

    [Fact]
    public void Special_tokens_come_from_the_configuration_beside_the_file()
    {
        using var folder = new TemporaryFolder();
        Tiny.Save(Path.Combine(folder.Path, "tokenizer.json"));
        folder.Write("tokenizer_config.json", """{"bos_token": "</s>", "eos_token": {"content": "<s>"}, "pad_token": null}""");
        Assert.Equal(new SpecialTokens(Bos: 2, Eos: 1, Pad: null, Unknown: null), Tokenizer.Load(folder.Path).SpecialTokens);
    }

    [Fact]
    public void Texts_of_special_tokens_are_those_that_transformers_gives_to_chat_templates()
    {
        using var folder = new TemporaryFolder();
        Tiny.Save(Path.Combine(folder.Path, "tokenizer.json"));
        folder.Write("tokenizer_config.json", """
            {
              "bos_token": {"__type": "AddedToken", "content": "<s>", "lstrip": false}, "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "[SEP]",
              "pad_token": "<pad>", "cls_token": "[CLS]", "mask_token": null, "additional_special_tokens": ["<|user|>"],
              "extra_special_tokens": {"image_token": "<image>"}, "add_bos_token": true, "model_max_length": 8
            }
            """);

        Assert.Equal(
            ["bos_token <s>", "cls_token [CLS]", "eos_token </s>", "image_token <image>", "pad_token <pad>", "sep_token [SEP]", "unk_token <unk>"],
            Tokenizer.Load(folder.Path).SpecialTokensMap.Select(token => $"{token.Key} {token.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_configuration_the_usual_names_are_looked_for() =>
        Assert.Equal(
            ["bos_token <s>", "eos_token </s>", "pad_token <pad>", "unk_token <unk>"],
            Tiny.SpecialTokensMap.Select(token => $"{token.Key} {token.Value}").Order(StringComparer.Ordinal));

    [Fact]
    public void The_stream_holds_an_incomplete_character_back()
    {
        var stream = Tiny.StreamDecode();
        var given = Tiny.Encode("a\U0001F600b").Select(stream.Add).ToArray();
        Assert.Equal("a", given[0]);
        Assert.Equal("\U0001F600", Assert.Single(given, text => text.Contains('\uDE00', StringComparison.Ordinal)));
        Assert.DoesNotContain(given, text => text.Contains('\uFFFD', StringComparison.Ordinal));
    }

    [Fact]
    public void A_cut_character_appears_when_the_stream_ends()
    {
        var stream = Tiny.StreamDecode();
        Assert.All(Tiny.Encode("\U0001F600").SkipLast(1), id => Assert.Equal("", stream.Add(id)));
        Assert.Equal("\uFFFD", stream.Flush());
    }

    [Fact]
    public void Unpaired_surrogates_count_as_replacement_characters() =>
        Assert.Equal("a\uFFFDb\uFFFD", Tiny.Decode(Tiny.Encode("a\uD83Db\uDE00")));

    [Fact]
    public void Letters_beyond_the_basic_plane_are_letters_to_a_pattern()
    {
        var matches = new List<TextRange>();
        RegexPattern.Gpt2.FindMatches("x \U0001D400b\U0001D401 \U0001F600", matches);
        Assert.Equal([new(0, 1), new(1, 7), new(7, 10)], matches);
    }

    [Fact]
    public void Encoding_from_several_threads_gives_the_same_ids()
    {
        var texts = Enumerable.Range(0, 200).Select(i => $"text number {i} of {i * i}").ToArray();
        var expected = texts.Select(text => Tiny.Encode(text)).ToArray();
        var fresh = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/tiny-bpe"));
        Assert.Equal(expected, texts.AsParallel().AsOrdered().Select(text => fresh.Encode(text)).ToArray());
    }

    private static JsonObject Definition() =>
        JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture("tokenizers/tiny-bpe/tokenizer.json")))!.AsObject();

    private static IReadOnlyList<InputError> Errors(JsonObject definition) =>
        Assert.Throws<InputException>(() => Tokenizer.Parse(Encoding.UTF8.GetBytes(definition.ToJsonString()))).Errors;
}
