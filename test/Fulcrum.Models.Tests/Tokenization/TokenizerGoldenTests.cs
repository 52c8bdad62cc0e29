using System.Text.Json;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.Tests.Tokenization;

public class TokenizerGoldenTests
{
    public static TheoryData<string> Names =>
    [
        "tiny-bpe", "added-tokens", "bpe-llama3", "bpe-qwen2", "bpe-falcon", "bpe-roberta", "sp-bpe-llama2", "sp-bpe-metaspace",
        "sp-bpe-gemma", "unigram-t5", "unigram-xlmr", "wordpiece-cased",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_equal_the_reference(string name) => ForEachCase(name, (tokenizer, golden) =>
    {
        Assert.Equal(golden.GetProperty("ids").Ints(), tokenizer.Encode(golden.GetProperty("text").GetString()!));
        if (golden.TryGetProperty("ids_with_specials", out var withSpecials))
            Assert.Equal(withSpecials.Ints(), tokenizer.Encode(golden.GetProperty("text").GetString()!, addSpecialTokens: true));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokens_and_offsets_equal_the_reference(string name) => ForEachCase(name, (tokenizer, golden) =>
    {
        var text = golden.GetProperty("text").GetString()!;
        var plain = tokenizer.EncodeWithOffsets(text);
        Assert.Equal(golden.GetProperty("ids").Ints(), plain.Ids);
        Assert.Equal(golden.GetProperty("tokens").Strings(), plain.Tokens);
        Assert.Equal(golden.GetProperty("offsets").Ranges(), plain.Offsets);
        if (!golden.TryGetProperty("ids_with_specials", out var withSpecials)) return;
        var full = tokenizer.EncodeWithOffsets(text, addSpecialTokens: true);
        Assert.Equal(withSpecials.Ints(), full.Ids);
        Assert.Equal(golden.GetProperty("offsets_with_specials").Ranges(), full.Offsets);
        Assert.Equal(golden.GetProperty("special_tokens_mask").Ints().Select(flag => flag == 1), full.SpecialTokensMask);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Decoded_text_equals_the_reference(string name) => ForEachCase(name, (tokenizer, golden) =>
    {
        var ids = golden.GetProperty("ids").Ints();
        Assert.Equal(golden.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
        Assert.Equal(golden.GetProperty("decoded_skip_specials").GetString(), tokenizer.Decode(ids, skipSpecialTokens: true));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_ids_decode_as_in_the_reference(string name) => ForEach(name, "decode_random_ids", (tokenizer, golden) =>
    {
        var ids = golden.GetProperty("ids").Ints();
        Assert.Equal(golden.GetProperty("text").GetString(), tokenizer.Decode(ids));
        Assert.Equal(golden.GetProperty("text_skip_specials").GetString(), tokenizer.Decode(ids, skipSpecialTokens: true));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Streamed_text_joined_is_the_decoded_text(string name)
    {
        ForEach(name, "decode_random_ids", Check);
        ForEachCase(name, Check);

        static void Check(Tokenizer tokenizer, JsonElement golden)
        {
            var ids = golden.GetProperty("ids").Ints();
            var stream = tokenizer.StreamDecode();
            Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(stream.Add)) + stream.Flush());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pairs_equal_the_reference(string name) => ForEach(name, "pairs", (tokenizer, golden) =>
    {
        var pair = tokenizer.EncodeWithOffsets(golden.GetProperty("first").GetString()!, golden.GetProperty("second").GetString()!, addSpecialTokens: true);
        Assert.Equal(golden.GetProperty("ids").Ints(), pair.Ids);
        Assert.Equal(golden.GetProperty("type_ids").Ints(), pair.TypeIds);
        Assert.Equal(golden.GetProperty("offsets").Ranges(), pair.Offsets);
        Assert.Equal(golden.GetProperty("special_tokens_mask").Ints().Select(flag => flag == 1), pair.SpecialTokensMask);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Vocabulary_size_counts_the_added_tokens(string name)
    {
        var (tokenizer, golden) = TokenizerGoldens.Load(name);
        Assert.Equal(golden.GetProperty("vocab_size_with_added").GetInt32(), tokenizer.VocabularySize);
    }

    [Theory]
    [InlineData("smollm2")]
    [InlineData("minilm")]
    public void The_tokenizer_of_a_real_model_does_all_this_too(string name)
    {
        Ids_equal_the_reference(name);
        Tokens_and_offsets_equal_the_reference(name);
        Decoded_text_equals_the_reference(name);
        Random_ids_decode_as_in_the_reference(name);
        Streamed_text_joined_is_the_decoded_text(name);
        Pairs_equal_the_reference(name);
        Vocabulary_size_counts_the_added_tokens(name);
    }

    private static void ForEachCase(string name, Action<Tokenizer, JsonElement> check) => ForEach(name, "cases", check);

    /// <summary>Runs the check on every entry and names all that fail, not only the first.</summary>
    private static void ForEach(string name, string list, Action<Tokenizer, JsonElement> check)
    {
        var (tokenizer, golden) = TokenizerGoldens.Load(name);
        var entries = golden.GetProperty(list).EnumerateArray().ToArray();
        Assert.NotEmpty(entries);
        var failures = entries
            .Select(entry => (Entry: entry, Error: Record.Exception(() => check(tokenizer, entry))))
            .Where(result => result.Error is not null)
            .Select(result => $"{result.Entry}\n{result.Error!.Message}")
            .ToArray();
        Assert.True(failures.Length == 0, $"{failures.Length} of {entries.Length} differ\n" + string.Join("\n\n", failures.Take(3)));
    }
}
