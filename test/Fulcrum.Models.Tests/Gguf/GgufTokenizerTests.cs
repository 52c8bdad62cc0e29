using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Tests.Tokenization;
using Fulcrum.Models.Tokenization;
using Fulcrum.Models.Tokenization.PreTokenizers;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Gguf;

public class GgufTokenizerTests
{
    [Theory]
    [InlineData("tiny-bpe", "gpt2", "gpt-2")]
    [InlineData("bpe-llama3", "gpt2", "llama-bpe")]
    [InlineData("bpe-qwen2", "gpt2", "qwen2")]
    [InlineData("bpe-falcon", "gpt2", "falcon")]
    [InlineData("smollm2", "gpt2", "smollm")]
    [InlineData("sp-bpe-llama2", "llama", null, "<|user|> ", "<|user|>\n")]
    [InlineData("sp-bpe-gemma", "llama", null)]
    [InlineData("unigram-xlmr", "t5", null, "<mask>")]
    [InlineData("wordpiece-cased", "bert", null)]
    [InlineData("minilm", "bert", null)]
    public void Ids_and_text_equal_those_of_the_tokenizer_file(string name, string model, string? pre, params string[] withFlagsThatGgufLacks)
    {
        var metadata = MetadataOfTokenizer.From(Definition(name), model);
        if (pre is not null) metadata["tokenizer.ggml.pre"] = pre;
        metadata["tokenizer.ggml.add_space_prefix"] = name != "sp-bpe-gemma";
        metadata["tokenizer.ggml.remove_extra_whitespaces"] = true;
        metadata["tokenizer.ggml.normalizer.lowercase"] = name == "minilm";
        if (name == "unigram-xlmr")
        {
            var map = Definition(name).GetProperty("normalizer").GetProperty("normalizers")[0].GetProperty("precompiled_charsmap").GetBytesFromBase64();
            metadata["tokenizer.ggml.precompiled_charsmap"] = MetadataOfTokenizer.List(map.Select(value => (long)value));
            metadata["tokenizer.ggml.add_bos_token"] = true;
        }

        var (reference, golden) = TokenizerGoldens.Load(name);
        var cases = golden.GetProperty("cases").EnumerateArray().ToArray();
        var tested = cases.Where(entry => !withFlagsThatGgufLacks.Any(entry.GetProperty("text").GetString()!.Contains)).ToArray();
        Assert.InRange(tested.Length, cases.Length - 4, cases.Length);
        AssertEqual(tested, GgufTokenizer.Read(metadata, null)!, reference);
    }

    [Theory]
    [InlineData("tiny-llama.F32.gguf", "tiny-bpe")]
    [InlineData("tiny-llama.Q8_0.gguf", "tiny-bpe")]
    [InlineData("tiny-qwen2.F32.gguf", "tiny-bpe")]
    [InlineData("tiny-qwen2.Q8_0.gguf", "tiny-bpe")]
    [InlineData("SmolLM2-135M-Instruct.Q4_1.gguf", "smollm2")]
    public void Ids_of_real_files_equal_those_of_the_tokenizer_file(string file, string name)
    {
        var (reference, golden) = TokenizerGoldens.Load(name);
        var tokenizer = TokenizerSource.Open(name == "smollm2" ? RepositoryFiles.Shared($"models/SmolLM2-135M-Instruct/{file}") : RepositoryFiles.Fixture($"models/gguf/{file}"));
        AssertEqual([.. golden.GetProperty("cases").EnumerateArray()], tokenizer, reference);
        Assert.Equal(reference.VocabularySize, tokenizer.VocabularySize);
        Assert.Equal((1, 2), (tokenizer.SpecialTokens.Bos, tokenizer.SpecialTokens.Eos));
    }

    [Fact]
    public void Phi_3_strips_what_follows_its_markup_though_the_file_does_not_say_so()
    {
        var metadata = MetadataOfTokenizer.From(Definition("sp-bpe-llama2"), "llama");
        metadata["general.architecture"] = "phi3";
        var tokenizer = GgufTokenizer.Read(metadata, null)!;
        var reference = Tokenizer.Load(RepositoryFiles.Fixture("tokenizers/sp-bpe-llama2"));
        foreach (var text in (string[])["<|user|>\nHello<|end|>\n", "<s> a", "<|user|> \n b"])
            Assert.Equal(reference.Encode(text), tokenizer.Encode(text));
    }

    [Fact]
    public void The_default_pattern_is_that_of_llama_cpp()
    {
        var metadata = MetadataOfTokenizer.From(Definition("tiny-bpe"), "gpt2");
        metadata["tokenizer.ggml.pre"] = "default";
        using var folder = new TemporaryFolder();
        GgufTokenizer.Read(metadata, null)!.Save(Path.Combine(folder.Path, "tokenizer.json"));
        var stages = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "tokenizer.json"))).RootElement.GetProperty("pre_tokenizer").GetProperty("pretokenizers");
        var pieces = new PieceList();
        pieces.Start("don't say: 12345  <=>x");
        foreach (var stage in stages.EnumerateArray().SkipLast(1))
            pieces.Run(new Split(new RegexPattern(stage.GetProperty("pattern").GetProperty("Regex").GetString()!), SplitBehavior.Isolated));
        Assert.Equal(["don", "'", "t", " say", ":", " ", "123", "45", "  ", "<=>", "x"], pieces.Pieces.Select(piece => piece.Span.ToString()));
    }

    [Fact]
    public void A_tokenizer_from_a_GGUF_can_be_saved_as_tokenizer_json()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = TokenizerSource.Open(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"));
        tokenizer.Save(Path.Combine(folder.Path, "tokenizer.json"));
        Assert.Equal(tokenizer.Encode("Hello world <s>"), Tokenizer.Load(folder.Path).Encode("Hello world <s>"));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen3")]
    public void What_is_exported_has_the_tokenizer_of_the_model(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = LanguageModel.Load(TinyModels.Copy(name, folder.Path));
        var path = Path.Combine(folder.Path, "exported.gguf");
        GgufExport.Write(model, path, GgufPrecision.Q8, TestContext.Current.CancellationToken);
        var cases = TokenizerGoldens.Load("tiny-bpe").Golden.GetProperty("cases").EnumerateArray();
        AssertEqual([.. cases], TokenizerSource.Open(path), model.Tokenizer!);
    }

    [Fact]
    public void Tokens_that_only_fill_the_vocabulary_up_are_left_out()
    {
        var metadata = MetadataOfTokenizer.From(Definition("tiny-bpe"), "gpt2");
        metadata["tokenizer.ggml.pre"] = "gpt-2";
        ((List<object>)metadata["tokenizer.ggml.tokens"]).Add("[PAD512]");
        ((List<object>)metadata["tokenizer.ggml.token_type"]).Add(5L);
        var tokenizer = GgufTokenizer.Read(metadata, null)!;
        Assert.Equal((512, null), (tokenizer.VocabularySize, tokenizer.IdToToken(512)));
    }

    [Fact]
    public void Tokens_around_a_text_are_added_as_the_file_asks()
    {
        var metadata = MetadataOfTokenizer.From(Definition("tiny-bpe"), "gpt2");
        metadata["tokenizer.ggml.pre"] = "gpt-2";
        Assert.Equal("a", Text());
        metadata["tokenizer.ggml.add_bos_token"] = true;
        Assert.Equal("<s>a", Text());
        metadata["tokenizer.ggml.add_eos_token"] = true;
        Assert.Equal("<s>a</s>", Text());
        metadata.Remove("tokenizer.ggml.eos_token_id");
        Assert.Contains("tokenizer.ggml.eos_token_id", Refusal(metadata));

        string Text() => GgufTokenizer.Read(metadata, null) is { } tokenizer ? tokenizer.Decode(tokenizer.Encode("a", addSpecialTokens: true)) : "";
    }

    [Fact]
    public void Without_a_tokenizer_there_is_none() =>
        Assert.Null(GgufTokenizer.Read(new Dictionary<string, object> { ["general.architecture"] = "llama" }, null));

    [Theory]
    [InlineData("tokenizer.ggml.pre", "tekken", "Its tokenizer.ggml.pre is \"tekken\"; known are default, falcon, gpt-2,")]
    [InlineData("tokenizer.ggml.pre", null, "does not name its pre-tokenizer")]
    [InlineData("tokenizer.ggml.model", "rwkv", "Its tokenizer.ggml.model is \"rwkv\"; known are gpt2, llama, t5 and bert.")]
    [InlineData("tokenizer.ggml.tokens", null, "no tokenizer.ggml.tokens")]
    [InlineData("tokenizer.ggml.tokens", "text", "tokenizer.ggml.tokens is not what it should be")]
    [InlineData("tokenizer.ggml.merges", null, "no tokenizer.ggml.merges")]
    [InlineData("tokenizer.ggml.bos_token_id", 512L, "tokenizer.ggml.bos_token_id 512 is no token")]
    public void What_is_not_known_is_refused_by_name_with_its_remedy(string key, object? value, string message)
    {
        var metadata = MetadataOfTokenizer.From(Definition("tiny-bpe"), "gpt2");
        metadata["tokenizer.ggml.pre"] = "gpt-2";
        if (value is null) metadata.Remove(key);
        else metadata[key] = value;
        var refusal = Refusal(metadata);
        Assert.Contains(message, refusal);
        Assert.Contains("x.gguf", refusal);
        Assert.Contains("Put the tokenizer.json of the model beside it.", refusal);
    }

    [Fact]
    public void Lists_that_do_not_fit_together_are_refused()
    {
        var metadata = MetadataOfTokenizer.From(Definition("sp-bpe-llama2"), "llama");
        metadata["tokenizer.ggml.scores"] = MetadataOfTokenizer.List([1.0, 2.0]);
        Assert.Contains("but 2 entries in tokenizer.ggml.scores", Refusal(metadata));
        metadata = MetadataOfTokenizer.From(Definition("sp-bpe-llama2"), "llama");
        var tokens = (List<object>)metadata["tokenizer.ggml.tokens"];
        tokens[7] = tokens[6];
        Assert.Contains("is duplicated, the second time as 7", Refusal(metadata));
    }

    private static string Refusal(Dictionary<string, object> metadata) =>
        Assert.Throws<InputException>(() => GgufTokenizer.Read(metadata, "x.gguf")).Message;

    private static void AssertEqual(JsonElement[] cases, Tokenizer tokenizer, Tokenizer reference)
    {
        foreach (var entry in cases)
        {
            var text = entry.GetProperty("text").GetString()!;
            Assert.Equal(entry.GetProperty("ids").Ints(), tokenizer.Encode(text));
            Assert.Equal(entry.GetProperty("decoded").GetString(), tokenizer.Decode(entry.GetProperty("ids").Ints()));
            Assert.Equal(reference.Encode(text, addSpecialTokens: true), tokenizer.Encode(text, addSpecialTokens: true));
        }
    }

    private static JsonElement Definition(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TokenizerFolders.Find(name).Folder, "tokenizer.json"))).RootElement;
}
