using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

/// <summary>Damaged tokenizer.json: it is either refused with an <see cref="InputException"/> or works, and never asks for much memory.</summary>
public class TokenizerFuzzTests
{
    private const long LargestAllocation = 64 << 20;
    private const string Text = "Hello <s>w\u00F6rld</s> 12345 [MASK]\u4E2D\u6587 \U0001F600\0 \uD800";

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1", "3", "2147483647", "1e999", "0.5", "\"\"", "\"x\"", "\" \"", "\"LONE SURROGATE\"", "\"(\"", "\"Removed\"", "[]", "{}", "[[1,2]]",
        """{"type":"Sequence"}""", """{"type":"ByteLevel"}""", """{"Regex":"\\s+"}""", """{"String":""}""", new string('[', 60) + new string(']', 60),
    ];

    [Fact]
    public void Ten_thousand_damaged_files_are_refused_or_work()
    {
        var random = new Random(1);
        var whole = File.ReadAllBytes(RepositoryFiles.Fixture("tokenizers/wordpiece-cased/tokenizer.json"));
        var outcomes = Enumerable.Range(0, 10_000).Select(_ => Works(DamageBytes(whole, random))).ToArray();
        Assert.InRange(outcomes.Count(works => works), 100, 9_900);
    }

    [Theory]
    [InlineData("added-tokens")]
    [InlineData("bpe-falcon")]
    [InlineData("bpe-llama3")]
    [InlineData("bpe-qwen2")]
    [InlineData("bpe-roberta")]
    [InlineData("sp-bpe-gemma")]
    [InlineData("sp-bpe-llama2")]
    [InlineData("sp-bpe-metaspace")]
    [InlineData("tiny-bpe")]
    [InlineData("unigram-t5")]
    [InlineData("wordpiece-cased")]
    public void Files_with_wrong_values_are_refused_or_work(string name)
    {
        var random = new Random(2);
        var small = Shorten(JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture($"tokenizers/{name}/tokenizer.json")))!);
        Assert.True(Works(Bytes(small)));
        var outcomes = Enumerable.Range(0, 800).Select(_ => Works(DamageValues(small, random))).ToArray();
        Assert.InRange(outcomes.Count(works => works), 8, 792);
    }

    private static bool Works(byte[] json)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var tokenizer = Tokenizer.Parse(json);
            var encoded = tokenizer.EncodeWithOffsets(Text, "second", addSpecialTokens: true);
            Assert.Equal(encoded.Ids.Count, encoded.Offsets.Count);
            tokenizer.Decode(tokenizer.Encode(Text, addSpecialTokens: true, recognizeSpecialTokens: false));
            tokenizer.EncodeBatch([Text]);
            return true;
        }
        catch (InputException e)
        {
            Assert.All(e.Errors, error => Assert.NotEmpty(error.Message));
            return false;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(json.AsSpan(0, Math.Min(json.Length, 4000))), e);
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LargestAllocation);
        }
    }

    private static byte[] DamageBytes(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            // Half of the damage hits the beginning, which holds everything but the vocabulary.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(4000, bytes.Count) : bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at - 1)); break;
                case 2: bytes.Insert(at, (byte)"0123456789-\"{}[],:x"[random.Next(19)]); break;
                default: bytes[at] = (byte)"0123456789\",: ax"[random.Next(16)]; break;
            }
        }

        return [.. bytes];
    }

    private static byte[] DamageValues(JsonNode definition, Random random)
    {
        var copy = definition.DeepClone();
        for (var changes = random.Next(1, 3); changes > 0; changes--) DamageOneOf(copy, random);
        return Bytes(copy);
    }

    /// <summary>Goes down to some place; removes, doubles or replaces what is there.</summary>
    private static void DamageOneOf(JsonNode parent, Random random)
    {
        var (goesDown, removes) = (random.Next(4) > 0, random.Next(4) == 0);
        var value = random.Next(8) == 0 ? null : JsonNode.Parse(Values[random.Next(Values.Length)]);
        if (parent is JsonObject { Count: > 0 } component)
        {
            var name = component.ElementAt(random.Next(component.Count)).Key;
            if (goesDown && component[name] is JsonObject or JsonArray) DamageOneOf(component[name]!, random);
            else if (removes) component.Remove(name);
            else component[name] = value;
        }
        else if (parent is JsonArray { Count: > 0 } list)
        {
            var at = random.Next(list.Count);
            if (goesDown && list[at] is JsonObject or JsonArray) DamageOneOf(list[at]!, random);
            else if (removes) list.Insert(at, list[at]?.DeepClone());
            else list[at] = value;
        }
    }

    /// <summary>Leaves the tokens that are one character or markup.</summary>
    private static JsonNode Shorten(JsonNode definition)
    {
        var model = definition["model"]!;
        if (model["vocab"] is JsonObject vocabulary)
        {
            foreach (var (token, id) in vocabulary.ToArray())
                if (token.Length > 1 && id!.GetValue<int>() > 20) vocabulary.Remove(token);
        }
        else if (model["vocab"] is JsonArray { Count: > 100 } tokens)
        {
            tokens.RemoveRange(100, tokens.Count - 100);
        }

        if (model["merges"] is not null) model["merges"] = new JsonArray(new JsonArray("a", "b"));
        if (model["merges"] is not null) model["vocab"]!["ab"] = 100;
        return definition;
    }

    // JsonNode itself refuses half a surrogate pair.
    private static byte[] Bytes(JsonNode node) =>
        Encoding.UTF8.GetBytes(node.ToJsonString().Replace("LONE SURROGATE", "\\ud800", StringComparison.Ordinal));
}
