using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

/// <summary>The flags of added tokens, one at a time.</summary>
public class AddedTokenTests
{
    // Each case: the text, then its parts.
    [Theory]
    [InlineData("", "a<x>b|a|<x>|b", "a <x> b|a |<x>| b")]
    [InlineData("lstrip", "a<x>b|a|<x>|b", "a \t<x> b|a| \t<x>| b")]
    [InlineData("rstrip", "a<x>b|a|<x>|b", "a <x> \n b|a |<x> \n |b")]
    [InlineData("single_word", "a<x>b|a<x>b", "a <x> b|a |<x>| b", "<x>b <x>-|<x>b |<x>|-", "_<x>|_<x>", "\u00E9<x>|\u00E9<x>", "\u00A7<x>\u00A7|\u00A7|<x>|\u00A7")]
    public void A_flag_decides_what_is_taken_along(string flag, params string[] cases)
    {
        var tokenizer = With("<x>", flag);
        foreach (var entry in cases)
        {
            var parts = entry.Split('|');
            Assert.Equal(parts[1..], Cut(tokenizer, parts[0]));
        }
    }

    [Fact]
    public void The_longest_of_the_tokens_that_begin_at_a_place_is_found()
    {
        var tokenizer = With("ab", "", "abc", "b");
        Assert.Equal(["abc", "ab", "x", "b"], Cut(tokenizer, "abcabxb"));
    }

    [Fact]
    public void A_token_that_is_not_normalized_is_found_only_as_it_is_spelled()
    {
        var tokenizer = With("<X>", "");
        Assert.Equal(["a", "<X>"], Cut(tokenizer, "a<X>"));
        Assert.Equal(["a<x>"], Cut(tokenizer, "a<x>"));
    }

    [Fact]
    public void A_normalized_token_is_found_in_every_spelling_with_the_offsets_of_the_text()
    {
        var tokenizer = With("<\u00C9>", "normalized");
        foreach (var spelling in (string[])["<\u00C9>", "<\u00E9>", "<E\u0301>", "<e\u0301>"]) Assert.Equal(["a", spelling], Cut(tokenizer, "a" + spelling));
    }

    [Fact]
    public void Neighboring_tokens_share_no_white_space()
    {
        var tokenizer = With("<x>", "lstrip");
        Assert.Equal(["<x>", " <x>", "  <x>"], Cut(tokenizer, "<x> <x>  <x>"));
    }

    /// <summary>The text between added tokens, and they themselves, as their offsets cut it.</summary>
    private static List<string> Cut(Tokenizer tokenizer, string text)
    {
        var encoded = tokenizer.EncodeWithOffsets(text);
        var parts = new List<string>();
        var (isOpen, last) = (false, default(TextRange));
        foreach (var (id, range) in encoded.Ids.Zip(encoded.Offsets))
        {
            // Some characters are several tokens, all of which cover the whole of it.
            if (range == last) continue;
            last = range;
            var part = text[range.Start..range.End];
            var isAdded = id >= 600;
            if (isAdded || !isOpen) parts.Add(part);
            else parts[^1] += part;
            isOpen = !isAdded;
        }

        return parts;
    }

    private static Tokenizer With(string content, string flag, params string[] others)
    {
        var definition = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture("tokenizers/tiny-bpe/tokenizer.json")))!;
        definition["normalizer"] = JsonNode.Parse("""{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Lowercase"}]}""");
        definition["added_tokens"] = new JsonArray([.. others.Prepend(content).Select((token, i) => Token(600 + i, token, flag))]);
        return Tokenizer.Parse(Encoding.UTF8.GetBytes(definition.ToJsonString()));
    }

    private static JsonObject Token(int id, string content, string flag)
    {
        var token = new JsonObject { ["id"] = id, ["content"] = content };
        foreach (var name in (string[])["single_word", "lstrip", "rstrip", "normalized", "special"]) token[name] = name == flag;
        return token;
    }
}
