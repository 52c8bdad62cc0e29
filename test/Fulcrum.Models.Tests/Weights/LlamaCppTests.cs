using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Tests.Architecture;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Weights;

/// <summary>That llama.cpp, given what we write, does what we do.</summary>
public sealed class LlamaCppTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("falcon", null)]
    [InlineData("falcon-new", null)]
    [InlineData("gemma3", null)]
    [InlineData("gpt2", null)]
    [InlineData("llama", null)]
    [InlineData("phi3", null)]
    [InlineData("llama3-rope", null)]
    [InlineData("qwen2", null)]
    [InlineData("qwen3", null)]
    [InlineData("llama3-rope", """{"rope_type":"linear","factor":4.0}""")]
    public async Task A_tiny_model_goes_on_in_llama_cpp_as_it_does_here(string name, string? scaling)
    {
        var source = Copy(name);
        if (scaling is not null) Change(Path.Combine(source, "config.json"), json => json["rope_scaling"] = JsonNode.Parse(scaling));
        var path = Path.Combine(folder.Path, "tiny.gguf");
        using var model = LanguageModel.Load(source);
        GgufExport.Write(model, path, GgufPrecision.F32, TestContext.Current.CancellationToken);
        string[] prompts = ["the cat sat on the mat and", string.Concat(Enumerable.Repeat("one two three ", 8))];

        var answers = (await LlamaCpp.RunAsync(new LlamaCpp.Job(path, prompts, 24)))[0];

        Assert.All(prompts.Zip(answers), pair =>
        {
            Assert.Equal(model.Tokenizer!.Encode(pair.First), pair.Second.Ids);
            Assert.Equal(Greedy(model, pair.Second.Ids, 24), pair.Second.Greedy);
        });
    }

    [Theory]
    [InlineData("tiny-bpe")]
    [InlineData("bpe-qwen2")]
    [InlineData("bpe-llama3")]
    [InlineData("sp-bpe-llama2")]
    [InlineData("sp-bpe-gemma")]
    public async Task Text_becomes_the_same_tokens(string tokenizer)
    {
        using var model = tokenizer.StartsWith("sp-", StringComparison.Ordinal)
            ? MadeModel.LoadSentencePiece(folder, tokenizer, new() { ["vocab_size"] = 1000 })
            : MadeModel.Load(folder, tokenizer, new() { ["vocab_size"] = 1000 });
        var path = Path.Combine(folder.Path, "made.gguf");
        GgufExport.Write(model, path, GgufPrecision.Q8, TestContext.Current.CancellationToken);
        string[] texts =
        [
            "The quick brown fox", " leading and trailing ", "12345 6 78", "it's we'll I'M", "a  b   c\t\td", "line\nline\r\n\n\nline",
            "naïve café", "Привет мир", "日本語のテキスト", "🙂👍🏽", "x=1;y+=2//z", "...!?", "ﬁ½²",
        ];

        var answers = (await LlamaCpp.RunAsync(new LlamaCpp.Job(path, texts, 0)))[0];

        Assert.All(texts.Zip(answers), pair => Assert.Equal(model.Tokenizer!.Encode(pair.First), pair.Second.Ids));
    }

    [Theory]
    [InlineData(GgufPrecision.F16)]
    [InlineData(GgufPrecision.Q8)]
    public async Task SmolLM2_exported_writes_the_same_text_in_llama_cpp_as_here(GgufPrecision precision)
    {
        var source = RepositoryFiles.Shared("models/SmolLM2-135M-Instruct");
        var path = Path.Combine(folder.Path, "smollm2.gguf");
        using (var original = LanguageModel.Load(source)) GgufExport.Write(original, path, precision, TestContext.Current.CancellationToken);
        foreach (var name in (string[])["tokenizer.json", "tokenizer_config.json"])
            File.Copy(Path.Combine(source, name), Path.Combine(folder.Path, name));
        string[] prompts = ["The capital of France is", "<|im_start|>user\nName three colours.<|im_end|>\n<|im_start|>assistant\n"];

        var answers = (await LlamaCpp.RunAsync(new LlamaCpp.Job(path, prompts, 24)))[0];

        using var exported = LanguageModel.Load(path);
        Assert.All(prompts.Zip(answers), pair =>
        {
            Assert.Equal(exported.Tokenizer!.Encode(pair.First), pair.Second.Ids);

            // With 8-bit weights llama.cpp rounds the activations to 8 bits too: what follows the end of the answer drifts away.
            Assert.Equal(Answer(exported, Greedy(exported, pair.Second.Ids, 24)), Answer(exported, pair.Second.Greedy));
        });
    }

    public void Dispose() => folder.Dispose();

    private static string Answer(LanguageModel model, IEnumerable<int> tokens) =>
        model.Tokenizer!.Decode(tokens.TakeWhile(token => !model.Configuration.EndTokens.Contains(token)));

    private static int[] Greedy(LanguageModel model, int[] prompt, int count)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var cache = new KeyValueCache(count);
        var written = new List<int>();
        var next = tensor(prompt.Select(id => (long)id).ToArray()).unsqueeze(0);
        while (written.Count < count)
        {
            next = model.Decoder.Logits(model.Decoder.Forward(next, new DecoderContext { Cache = cache })[0, -1]).argmax().view(1, 1);
            written.Add((int)next.item<long>());
        }

        return [.. written];
    }

    private string Copy(string name)
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder.Path, "tiny")).FullName; // llama.cpp asks more of what is called phi3
        foreach (var file in (string[])["config.json", "model.safetensors"]) File.Copy(Path.Combine(TinyModel.Find(name), file), Path.Combine(copy, file));
        File.Copy(RepositoryFiles.Fixture("models/llama/tokenizer.json"), Path.Combine(copy, "tokenizer.json")); // which all tiny models share
        return copy;
    }

    private static void Change(string path, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
