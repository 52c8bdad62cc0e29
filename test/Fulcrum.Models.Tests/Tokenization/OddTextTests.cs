using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

/// <summary>Texts that nobody writes, for every kind of tokenizer.</summary>
public class OddTextTests
{
    private static readonly string[] Names =
    [
        "tiny-bpe", "added-tokens", "bpe-llama3", "bpe-qwen2", "bpe-falcon", "bpe-roberta", "sp-bpe-llama2", "sp-bpe-metaspace",
        "sp-bpe-gemma", "unigram-t5", "wordpiece-cased",
    ];

    public static TheoryData<string> Tokenizers => [.. Names];

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void An_empty_text_has_no_tokens(string name)
    {
        var tokenizer = Load(name);
        Assert.Empty(tokenizer.Encode(""));
        Assert.Empty(tokenizer.EncodeWithOffsets("").Ids);
        Assert.Equal("", tokenizer.Decode([]));
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Unpaired_surrogates_are_read_as_replacement_characters(string name)
    {
        var tokenizer = Load(name);
        foreach (var (odd, valid) in (ReadOnlySpan<(string, string)>)
            [("\uD83D", "\uFFFD"), ("\uDE00x", "\uFFFDx"), ("a\uDE00\uD83D b", "a\uFFFD\uFFFD b"), ("\uD83D\uD83D\uDE00", "\uFFFD\U0001F600")])
        {
            Assert.Equal(tokenizer.Encode(valid), tokenizer.Encode(odd));
            Assert.Equal(tokenizer.EncodeWithOffsets(valid).Offsets, tokenizer.EncodeWithOffsets(odd).Offsets);
        }
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void NUL_is_a_character_like_others(string name)
    {
        var tokenizer = Load(name);
        var encoded = tokenizer.EncodeWithOffsets("a\0b");
        Assert.Equal(encoded.Ids, tokenizer.Encode("a\0b"));
        Assert.All(encoded.Offsets, range => Assert.InRange(range.End, range.Start, 3));
        if (name.StartsWith("bpe", StringComparison.Ordinal)) Assert.Equal("a\0b", tokenizer.Decode(encoded.Ids).TrimStart());
    }

    // A quadratic algorithm needs 10^12 steps for such a text, which no machine does in the time given; a linear one needs a second or so.
    [Theory(Timeout = 120_000)]
    [InlineData("letters", "a")]
    [InlineData("letters that merge", "the")]
    [InlineData("blanks", " ")]
    [InlineData("line breaks", "\r\n")]
    [InlineData("digits", "7")]
    [InlineData("marks out of order", "\u0301\u0316")]
    [InlineData("ideographs", "\u4E2D")]
    [InlineData("emoji", "\U0001F600")]
    [InlineData("markup", "<s> ")]
    [InlineData("half of markup", "<")]
    [InlineData("apostrophes", "'")]
    public async Task A_million_characters_without_a_break_take_linear_time(string what, string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length)) + "x";
        await Task.Run(
            () =>
            {
                foreach (var name in (string[])["added-tokens", "bpe-llama3", "bpe-qwen2", "sp-bpe-llama2", "unigram-t5", "wordpiece-cased"])
                    Assert.InRange(Load(name).Encode(text, recognizeSpecialTokens: what != "half of markup").Length, 1, 4_000_000);
            },
            TestContext.Current.CancellationToken);
    }

    private static Tokenizer Load(string name) => Tokenizer.Load(RepositoryFiles.Fixture($"tokenizers/{name}"));
}
