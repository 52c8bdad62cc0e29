using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

/// <summary>Text from others, in which special tokens are not recognised.</summary>
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

    [Fact]
    public void Added_tokens_that_are_not_special_are_still_found()
    {
        var tokenizer = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/added-tokens"));
        var added = tokenizer.TokenToId("<lst>")!.Value;
        Assert.False(tokenizer.IsSpecial(added));
        Assert.Contains(added, tokenizer.Encode("a <lst> b", recognizeSpecialTokens: false));
    }
}
