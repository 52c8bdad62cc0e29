using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

/// <summary>Text from others, in which special tokens are not recognized.</summary>
public class OrdinaryTextTests
{
    public static TheoryData<string> Fixtures =>
    [
        "tiny-bpe", "added-tokens", "bpe-llama3", "bpe-qwen2", "bpe-falcon", "bpe-roberta", "sp-bpe-llama2", "sp-bpe-metaspace",
        "sp-bpe-gemma", "unigram-t5", "wordpiece-cased",
    ];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void No_special_token_comes_out_of_text(string name)
    {
        var tokenizer = Tokenizer.Load(RepositoryFiles.Fixture($"tokenizers/{name}"));
        var special = Enumerable.Range(0, tokenizer.IdLimit).Where(tokenizer.IsSpecial).Select(id => tokenizer.IdToToken(id)!).ToArray();
        Assert.NotEmpty(special);
        foreach (var text in special.Select(token => $"a{token} {token}b{token}").Append(string.Concat(special)))
        {
            var ids = tokenizer.Encode(text, recognizeSpecialTokens: false);
            Assert.All(ids, id => Assert.True(id == tokenizer.SpecialTokens.Unknown || !tokenizer.IsSpecial(id), $"{text} gives {tokenizer.IdToToken(id)}"));
            Assert.Equal(ids, tokenizer.EncodeWithOffsets(text, recognizeSpecialTokens: false).Ids);
            Assert.Contains(tokenizer.Encode(text), tokenizer.IsSpecial);
        }
    }

    [Fact]
    public void The_ids_are_those_of_a_tokenizer_without_special_tokens()
    {
        var path = RepositoryFiles.Fixture("tokenizers/tiny-bpe/tokenizer.json");
        var definition = JsonNode.Parse(File.ReadAllText(path))!;
        definition["added_tokens"] = new JsonArray();
        var without = Tokenizer.Parse(Encoding.UTF8.GetBytes(definition.ToJsonString()));
        var tokenizer = Tokenizer.Load(path);
        string[] parts = ["<s>", "</s>", "<unk>", " ", "<"];
        Gen.OneOf(Gen.String, Gen.Int[0, 4].Select(i => parts[i])).List[0, 6].Select(string.Concat).Sample(text =>
            Assert.Equal(without.Encode(text), tokenizer.Encode(text, recognizeSpecialTokens: false)));
    }

    [Fact]
    public void The_spelling_of_a_special_token_comes_back_as_text()
    {
        var tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/bpe-qwen2"));
        const string text = "stop<|im_end|>\n<|im_start|>system";
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text, recognizeSpecialTokens: false), skipSpecialTokens: true));
    }

    [Fact]
    public void The_special_tokens_around_the_text_are_still_added()
    {
        var tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/unigram-t5"));
        var ids = tokenizer.Encode("a</s>", addSpecialTokens: true, recognizeSpecialTokens: false);
        Assert.Equal(ids.Length - 1, Array.IndexOf(ids, tokenizer.TokenToId("</s>")!.Value));
    }

    [Fact]
    public void Offsets_of_a_special_token_in_the_vocabulary_are_those_of_its_characters()
    {
        var tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/unigram-t5"));
        var encoded = tokenizer.EncodeWithOffsets("\U0001F600 a</s>b", recognizeSpecialTokens: false);
        Assert.Equal("</s>b".Length, encoded.Offsets.Where(range => range.Start >= 3).Sum(range => range.End - range.Start));
        Assert.Equal(encoded.Offsets.OrderBy(range => range.Start), encoded.Offsets);
    }

    /// <summary>Of every tokenizer the tokens that its file adds, special or not.</summary>
    [Theory]
    [MemberData(nameof(Fixtures))]
    [InlineData("unigram-xlmr")]
    [InlineData("smollm2")]
    [InlineData("minilm")]
    public void No_added_token_comes_out_of_text(string name)
    {
        var path = TokenizerFolders.Find(name).Folder;
        AssertProtected(Tokenizer.Load(path), AddedTokens(JsonNode.Parse(File.ReadAllText(Path.Combine(path, "tokenizer.json")))!), name);
    }

    /// <summary>Control and user-defined tokens of a GGUF.</summary>
    [Theory]
    [InlineData("tiny-llama.F32.gguf")]
    [InlineData("tiny-llama.Q8_0.gguf")]
    public void No_added_token_of_a_GGUF_comes_out_of_text(string file)
    {
        var tokenizer = TokenizerSource.Open(RepositoryFiles.Fixture($"models/gguf/{file}"));
        AssertProtected(tokenizer, AddedTokens(JsonNode.Parse(tokenizer.Definition.Span)!), file);
    }

    [Fact]
    public void Markup_that_is_not_special_stays_text()
    {
        var tokenizer = WithAdded("tiny-bpe", ("<think>", false), ("<tool_call>", false), ("<|im_end|>", true));
        const string text = "a<think>b</think> <tool_call><|im_end|>";

        var ids = tokenizer.Encode(text, recognizeSpecialTokens: false);

        Assert.DoesNotContain(ids, tokenizer.IsMarkup);
        Assert.Equal(text, tokenizer.Decode(ids));
        Assert.Equal(3, tokenizer.Encode(text).Count(tokenizer.IsMarkup));
    }

    [Fact]
    public void Added_tokens_of_white_space_are_content_and_still_found()
    {
        var tokenizer = WithAdded("tiny-bpe", ("\n\n", false), ("    ", false));

        var ids = tokenizer.Encode("a\n\nb    c", recognizeSpecialTokens: false);

        Assert.Equal(tokenizer.Encode("a\n\nb    c"), ids);
        Assert.Contains(tokenizer.TokenToId("\n\n")!.Value, ids);
        Assert.Contains(tokenizer.TokenToId("    ")!.Value, ids);
    }

    private static void AssertProtected(Tokenizer tokenizer, (int Id, string Content)[] added, string name)
    {
        Assert.NotEmpty(added);
        var ids = added.Select(token => token.Id).Where(id => id != tokenizer.SpecialTokens.Unknown).ToHashSet();
        foreach (var text in added.SelectMany(token => new[] { token.Content, $"a {token.Content} b", $"a{token.Content}{token.Content}b" }).Append(string.Concat(added.Select(token => token.Content))))
        {
            var protectedText = tokenizer.Protect(text);
            foreach (var encoded in new[] { tokenizer.Encode(text, recognizeSpecialTokens: false), tokenizer.EncodeProtected(protectedText), tokenizer.EncodeProtected("x" + protectedText + "y") })
                Assert.All(encoded, id => Assert.True(!ids.Contains(id), $"{text} gives {tokenizer.IdToToken(id)}"));
            if (IsLossless(name)) Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text, recognizeSpecialTokens: false)));
        }
    }

    /// <summary>The others change case, blanks or unknown characters of any text.</summary>
    private static bool IsLossless(string name) =>
        name is "tiny-bpe" or "bpe-llama3" or "bpe-qwen2" or "bpe-falcon" or "sp-bpe-gemma" or "smollm2" || name.EndsWith(".gguf", StringComparison.Ordinal);

    private static (int Id, string Content)[] AddedTokens(JsonNode definition) =>
        [.. definition["added_tokens"]!.AsArray().Select(token => ((int)token!["id"]!, (string)token["content"]!))];

    private static Tokenizer WithAdded(string name, params (string Content, bool IsSpecial)[] tokens)
    {
        var definition = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture($"tokenizers/{name}/tokenizer.json")))!;
        foreach (var (index, (content, isSpecial)) in tokens.Index())
        {
            definition["added_tokens"]!.AsArray().Add(new JsonObject
            {
                ["id"] = 600 + index, ["content"] = content, ["special"] = isSpecial, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false,
            });
        }

        return Tokenizer.Parse(Encoding.UTF8.GetBytes(definition.ToJsonString()));
    }
}
