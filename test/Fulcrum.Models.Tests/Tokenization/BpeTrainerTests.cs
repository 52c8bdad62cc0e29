using System.Text.Json;
using CsCheck;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Tokenization.Training;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

public class BpeTrainerTests
{
    private static readonly string[] Special = ["<pad>", "<s>", "</s>", "<unk>"];

    [Theory]
    [InlineData(512)]
    [InlineData(2000)]
    public void Vocabulary_and_merges_equal_the_reference(int size)
    {
        var golden = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Shared($"reference/tokenizers/trainer/bpe-{size}.json"))).RootElement;
        var text = File.ReadAllText(RepositoryFiles.Shared("reference/tokenizers/trainer/text.txt"));
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "tokenizer.json");

        Train([text], size).Save(path);

        var model = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("model");
        Assert.Equal(golden.GetProperty("vocab_in_id_order").Strings(), model.GetProperty("vocab").EnumerateObject().Select(token => token.Name));
        Assert.Equal(
            golden.GetProperty("merges").EnumerateArray().Select(merge => string.Join(' ', merge.Strings())),
            model.GetProperty("merges").EnumerateArray().Select(merge => string.Join(' ', merge.Strings())));
    }

    [Fact]
    public void The_file_has_the_layout_of_the_reference()
    {
        var text = File.ReadAllText(RepositoryFiles.Shared("reference/tokenizers/trainer/text.txt"));
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "tokenizer.json");
        Train([text], 512).Save(path);
        var golden = File.ReadAllText(RepositoryFiles.Fixture("tokenizers/tiny-bpe/tokenizer.json"));
        Assert.Equal(golden[..golden.IndexOf("\"merges\"", StringComparison.Ordinal)], File.ReadAllText(path)[..golden.IndexOf("\"merges\"", StringComparison.Ordinal)]);
    }

    [Fact]
    public void The_most_frequent_pair_becomes_the_first_token()
    {
        var tokenizer = Train(["xyxyxy xy ab"], 262);
        Assert.Equal("xy", tokenizer.IdToToken(260));
        Assert.Equal(262, tokenizer.VocabularySize);
    }

    [Fact]
    public void Saving_loading_and_saving_again_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (Path.Combine(folder.Path, "first.json"), Path.Combine(folder.Path, "second.json"));
        Train(["one two three two three three"], 270).Save(first);
        Tokenizer.Load(first).Save(second);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Any_text_comes_back_from_its_ids()
    {
        var tokenizer = Train(["the cat sat on the mat, the bat on the hat"], 280);
        Gen.String.Sample(text =>
        {
            var valid = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
            Assert.Equal(valid, tokenizer.Decode(tokenizer.Encode(text)));
        });
    }

    [Fact]
    public void Training_stops_where_no_pair_is_left() => Assert.Equal(260 + 1, Train(["ab"], 1000).VocabularySize);

    [Fact]
    public void Without_texts_the_vocabulary_is_the_bytes()
    {
        foreach (var texts in (string[][])[[], [""], ["", ""]])
        {
            var tokenizer = Train(texts, 1000);
            Assert.Equal(260, tokenizer.VocabularySize);
            Assert.Equal("h\u00E9", tokenizer.Decode(tokenizer.Encode("h\u00E9")));
        }
    }

    [Fact]
    public void A_trained_tokenizer_read_again_gives_the_same_ids()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Train(["the cat sat on the mat \u00E9\u00E9\u00E9 <s> 2024"], 300);
        tokenizer.Save(Path.Combine(folder.Path, "tokenizer.json"));
        var again = Tokenizer.Load(folder.Path);
        Assert.Equal(tokenizer.SpecialTokens, again.SpecialTokens);
        Gen.OneOf(Gen.String, Gen.Const("the cat<s>"), Gen.Const("\u00E9\u00E9")).List[0, 5].Select(string.Concat).Sample(text =>
            Assert.Equal(tokenizer.Encode(text), again.Encode(text)));
    }

    [Fact]
    public void A_special_token_named_twice_counts_once() =>
        Assert.Equal(257, BpeTrainer.Train(["a"], 257, ["<s>", "<s>"], null, TestContext.Current.CancellationToken).VocabularySize);

    [Fact]
    public void Unpaired_surrogates_in_the_texts_are_trained_as_replacement_characters()
    {
        var tokenizer = Train(["\uD800\uD800\uD800"], 262);
        Assert.Single(tokenizer.Encode("\uFFFD"));
    }

    [Fact]
    public void Progress_ends_at_one()
    {
        var reports = new List<double>();
        BpeTrainer.Train(["hello hello world"], 265, Special, new Recorder(reports), TestContext.Current.CancellationToken);
        Assert.Equal(reports.Order(), reports);
        Assert.Equal(1.0, reports[^1]);
    }

    [Fact]
    public void A_canceled_training_stops() =>
        Assert.Throws<OperationCanceledException>(() => BpeTrainer.Train(["a b"], 300, Special, null, new CancellationToken(true)));

    [Fact]
    public void A_vocabulary_below_the_bytes_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(["a"], 259));

    [Fact]
    public void Special_tokens_are_found_by_their_usual_names()
    {
        Assert.Equal(new SpecialTokens(Bos: 1, Eos: 2, Pad: 0, Unknown: 3), Train(["a"], 260).SpecialTokens);
    }

    private static Tokenizer Train(string[] texts, int size) =>
        BpeTrainer.Train(texts, size, Special, null, TestContext.Current.CancellationToken);

    private sealed class Recorder(List<double> reports) : IProgress<double>
    {
        public void Report(double value) => reports.Add(value);
    }
}
