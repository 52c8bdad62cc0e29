using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

public class TruncationAndPaddingTests
{
    private static readonly Tokenizer WordPiece = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/wordpiece-cased"));

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Fixture("tokenizers/goldens/truncation-padding.json"))).RootElement;

    public static TheoryData<int> TruncationCases => [.. Enumerable.Range(0, Golden.GetProperty("truncation").GetArrayLength())];

    public static TheoryData<int> PaddingCases => [.. Enumerable.Range(0, Golden.GetProperty("padding").GetArrayLength())];

    [Theory]
    [MemberData(nameof(TruncationCases))]
    public void Truncation_equals_the_reference(int index)
    {
        var golden = Golden.GetProperty("truncation")[index];
        var truncation = new Truncation(golden.GetProperty("max_length").GetInt32())
        {
            Stride = golden.GetProperty("stride").GetInt32(),
            Strategy = Enum.Parse<TruncationStrategy>(golden.GetProperty("strategy").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
            Side = Side(golden),
        };
        var second = golden.GetProperty("second").GetString();
        var result = Record.Exception(() => Encode(golden.GetProperty("first").GetString()!, second, truncation));
        if (golden.TryGetProperty("error", out _))
        {
            Assert.Contains("too short", Assert.IsType<InputException>(result).Message);
            return;
        }

        Assert.Null(result);
        var encoded = Encode(golden.GetProperty("first").GetString()!, second, truncation);
        Assert.Equal(golden.GetProperty("ids").Ints(), encoded.Ids);
        Assert.Equal(golden.GetProperty("type_ids").Ints(), encoded.TypeIds);
        Assert.Equal(golden.GetProperty("overflowing").EnumerateArray().Select(window => window.Ints()), encoded.Overflowing.Select(window => window.Ids));
    }

    [Theory]
    [MemberData(nameof(PaddingCases))]
    public void Padding_equals_the_reference(int index)
    {
        var golden = Golden.GetProperty("padding")[index];
        var padding = new Padding(0, "[PAD]")
        {
            Length = OptionalInt(golden, "length"), Multiple = OptionalInt(golden, "pad_to_multiple_of"), Side = Side(golden),
        };
        var batch = WordPiece.EncodeBatch(golden.GetProperty("texts").Strings(), options: new() { Padding = padding });
        Assert.Equal(Rows("ids"), batch.Select(text => text.Ids));
        Assert.Equal(Rows("type_ids"), batch.Select(text => text.TypeIds));
        Assert.Equal(Rows("attention_mask"), batch.Select(text => text.AttentionMask.Select(flag => flag ? 1 : 0)));
        Assert.All(batch, text => Assert.Equal(text.Ids.Count, text.Tokens.Count));

        IEnumerable<int[]> Rows(string name) => golden.GetProperty(name).EnumerateArray().Select(row => row.Ints());
    }

    [Fact]
    public void The_options_come_from_the_file()
    {
        var tokenizer = WithSections(
            """{"direction": "Left", "max_length": 6, "strategy": "OnlyFirst", "stride": 2}""",
            """{"strategy": {"Fixed": 8}, "direction": "Left", "pad_to_multiple_of": 3, "pad_id": 7, "pad_type_id": 1, "pad_token": "[PAD]"}""");
        Assert.Equal(new Truncation(6) { Strategy = TruncationStrategy.OnlyFirst, Side = TextSide.Left, Stride = 2 }, tokenizer.BatchOptions.Truncation);
        Assert.Equal(new Padding(7, "[PAD]") { Length = 8, Multiple = 3, Side = TextSide.Left, TypeId = 1 }, tokenizer.BatchOptions.Padding);

        var text = Assert.Single(tokenizer.EncodeBatch(["The quick brown fox"]));
        Assert.Equal(9, text.Ids.Count);
        Assert.Equal([7, 7, 7, 2], text.Ids.Take(4));
        Assert.Equal([false, false, false, true], text.AttentionMask.Take(4));
        Assert.All(text.Overflowing, window => Assert.Equal(9, window.Ids.Count));
    }

    [Fact]
    public void Older_files_leave_the_direction_out_and_null_switches_both_off()
    {
        Assert.Equal(new Truncation(128), WithSections("""{"max_length": 128, "strategy": "LongestFirst", "stride": 0}""", "null").BatchOptions.Truncation);
        Assert.Equal(new EncodeOptions(), WordPiece.BatchOptions);
    }

    [Fact]
    public void A_batch_has_128_tokens_each_where_the_file_asks_as_that_of_MiniLM_does()
    {
        var tokenizer = WithSections(
            """{"direction": "Right", "max_length": 128, "strategy": "LongestFirst", "stride": 0}""",
            """{"strategy": {"Fixed": 128}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"}""");
        var batch = tokenizer.EncodeBatch(["The", string.Concat(Enumerable.Repeat("The quick ", 200))]);
        Assert.All(batch, text => Assert.Equal(128, text.Ids.Count));
        Assert.Equal([3, 128], batch.Select(text => text.AttentionMask.Count(flag => flag)));
    }

    [Theory]
    [InlineData("""{"max_length": -1, "strategy": "LongestFirst"}""", "null", "The section \"truncation\" is malformed: \"max_length\" is negative.")]
    [InlineData("""{"max_length": 9, "strategy": "Longest"}""", "null", "The section \"truncation\" needs the strategy \"Longest\", which is not supported.")]
    [InlineData("null", """{"strategy": "Shortest", "pad_id": 0, "pad_token": "x", "pad_type_id": 0}""", "The section \"padding\" needs the strategy Shortest, which is not supported.")]
    [InlineData("null", """{"strategy": {"Fixed": 2000000000}, "pad_id": 0, "pad_token": "x", "pad_type_id": 0}""", "The section \"padding\" needs 2000000000 tokens, which is not supported.")]
    [InlineData("null", """{"strategy": "BatchLongest", "pad_id": 0, "pad_type_id": 0}""", "The section \"padding\" is malformed: \"pad_token\" is missing.")]
    public void What_makes_no_sense_is_refused_by_name(string truncation, string padding, string message) =>
        Assert.Equal(message, Assert.Single(Assert.Throws<InputException>(() => WithSections(truncation, padding)).Errors).Message);

    [Fact]
    public void What_cannot_be_cut_says_why()
    {
        Assert.Contains("no room for the 2 special tokens", Error(new(1)));
        Assert.Contains("stride of 4 needs windows of more than 4", Error(new(6) { Stride = 4 }));
        Assert.Contains("no second text", Error(new(6) { Strategy = TruncationStrategy.OnlySecond }));

        string Error(Truncation truncation) => Assert.Throws<InputException>(() => Encode("The quick brown fox jumps", null, truncation)).Message;
    }

    [Fact]
    public void Where_only_the_special_tokens_fit_all_of_the_text_overflows()
    {
        var encoded = Encode("The quick", null, new(2));
        Assert.Equal([2, 3], encoded.Ids);
        Assert.Equal(WordPiece.Encode("The quick", addSpecialTokens: true), Assert.Single(encoded.Overflowing).Ids);
    }

    [Fact]
    public void Windows_never_exceed_the_maximum_and_leave_no_token_out() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[1, 20], Gen.Int[0, 19], Gen.Bool).Sample((words, length, stride, isLeft) =>
        {
            if (stride >= length) return;
            var text = string.Join(' ', Enumerable.Range(0, words));
            var truncation = new Truncation(length) { Stride = stride, Side = isLeft ? TextSide.Left : TextSide.Right };
            var options = new EncodeOptions { Truncation = truncation, AddSpecialTokens = false };
            var encoded = Assert.Single(WordPiece.EncodeBatch([text], options: options));
            EncodedText[] windows = [encoded, .. encoded.Overflowing];
            Assert.All(windows, window => Assert.InRange(window.Ids.Count, 0, length));
            var all = WordPiece.EncodeWithOffsets(text);
            Assert.Equal(all.Offsets, windows.SelectMany(window => window.Offsets).Distinct().OrderBy(range => range.Start));
            Assert.Equal(isLeft ? all.Ids.TakeLast(length) : all.Ids.Take(length), encoded.Ids);
        });

    [Fact]
    public void Pairs_must_be_complete() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WordPiece.EncodeBatch(["a", "b"], ["c"]));

    [Fact]
    public void An_empty_batch_is_empty() =>
        Assert.Empty(WordPiece.EncodeBatch([], options: new() { Padding = new(0, "[PAD]") }));

    [Fact]
    public void Text_from_others_keeps_its_special_tokens_as_text()
    {
        var batch = WordPiece.EncodeBatch(["[SEP] a"], ["[CLS]"], new() { RecognizeSpecialTokens = false });
        Assert.Equal(3, Assert.Single(batch).Ids.Count(WordPiece.IsSpecial));
    }

    private static EncodedText Encode(string first, string? second, Truncation truncation) =>
        Assert.Single(WordPiece.EncodeBatch([first], second is null ? null : [second], new() { Truncation = truncation }));

    private static Tokenizer WithSections(string truncation, string padding)
    {
        var definition = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture("tokenizers/wordpiece-cased/tokenizer.json")))!;
        definition["truncation"] = JsonNode.Parse(truncation);
        definition["padding"] = JsonNode.Parse(padding);
        return Tokenizer.Parse(Encoding.UTF8.GetBytes(definition.ToJsonString()));
    }

    private static TextSide Side(JsonElement golden) => Enum.Parse<TextSide>(golden.GetProperty("direction").GetString()!, ignoreCase: true);

    private static int? OptionalInt(JsonElement golden, string name) =>
        golden.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;
}
