using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Tests.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Gguf;

/// <summary>That llama.cpp, given what we write, does what we do.</summary>
public sealed class LlamaCppTests : IDisposable
{
    /// <summary>Logits so close that llama.cpp may prefer the other token: it rounds activations to 16 or 8 bits where the weights are.</summary>
    private static readonly Dictionary<GgufPrecision, float> NearTie = new()
    {
        [GgufPrecision.F32] = 0.02f, [GgufPrecision.F16] = 0.02f, [GgufPrecision.Q8] = 0.5f,
    };

    private readonly TemporaryFolder _folder = new();

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
    [InlineData("llama3-rope", """{"rope_parameters": {"rope_type": "linear", "factor": 4.0, "rope_theta": 500000.0}}""")]
    [InlineData("mistral", """{"sliding_window": null}""")]
    public async Task A_tiny_model_goes_on_in_llama_cpp_as_it_does_here(string name, string? settings)
    {
        var source = Copy(name, settings);
        using var original = LanguageModel.Load(source);
        string[] prompts = ["the cat sat on the mat and", string.Concat(Enumerable.Repeat("one two three ", 8))];
        var jobs = Enum.GetValues<GgufPrecision>().Select(precision => new LlamaCpp.Job(Export(precision), prompts, 24)).ToArray();

        var answers = await LlamaCpp.RunAsync(jobs);

        foreach (var (precision, job, written) in Enum.GetValues<GgufPrecision>().Zip(jobs, answers))
        {
            using var exported = precision == GgufPrecision.F32 ? null : LanguageModel.Load(job.Model);
            Assert.All(prompts.Zip(written), pair =>
            {
                Assert.Equal(original.Tokenizer!.Encode(pair.First), pair.Second.Ids);
                var shortfall = Shortfall(exported ?? original, pair.Second);
                Assert.True(shortfall < NearTie[precision], $"{precision}: a token of llama.cpp is {shortfall} below the best one.");
            });
        }

        string Export(GgufPrecision precision)
        {
            var path = Path.Combine(_folder.Path, $"{precision}.gguf");
            GgufExport.Write(original, path, precision, TestContext.Current.CancellationToken);
            return path;
        }
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
            ? MadeModel.LoadSentencePiece(_folder, tokenizer, new() { ["vocab_size"] = 1000 })
            : MadeModel.Load(_folder, tokenizer, new() { ["vocab_size"] = 1000 });
        var path = Path.Combine(_folder.Path, "made.gguf");
        GgufExport.Write(model, path, GgufPrecision.Q8, TestContext.Current.CancellationToken);
        string[] texts =
        [
            "The quick brown fox", " leading and trailing ", "12345 6 78", "it's we'll I'M", "a  b   c\t\td", "line\nline\r\n\n\nline",
            "naïve café", "Привет мир", "日本語のテキスト", "🙂👍🏽", "x=1;y+=2//z", "...!?", "ﬁ½²",
        ];

        var answers = (await LlamaCpp.RunAsync(new LlamaCpp.Job(path, texts, 0)))[0];

        Assert.All(texts.Zip(answers), pair => Assert.Equal(model.Tokenizer!.Encode(pair.First), pair.Second.Ids));
    }

    [Fact]
    public async Task SmolLM2_exported_in_any_precision_writes_the_same_text_in_llama_cpp_as_here()
    {
        var source = RepositoryFiles.Shared("models/SmolLM2-135M-Instruct");
        foreach (var name in (string[])["tokenizer.json", "tokenizer_config.json"])
            File.Copy(Path.Combine(source, name), Path.Combine(_folder.Path, name));
        string[] prompts = ["The capital of France is", "<|im_start|>user\nName three colors.<|im_end|>\n<|im_start|>assistant\n"];
        var jobs = ((GgufPrecision[])[GgufPrecision.F32, GgufPrecision.F16, GgufPrecision.Q8])
            .Select(precision => new LlamaCpp.Job(Export(precision), prompts, 24)).ToArray();

        var answers = await LlamaCpp.RunAsync(jobs);

        Assert.All(jobs.Zip(answers), job =>
        {
            using var exported = LanguageModel.Load(job.First.Model);
            Assert.All(prompts.Zip(job.Second), pair =>
            {
                Assert.Equal(exported.Tokenizer!.Encode(pair.First), pair.Second.Ids);

                // With 8-bit weights llama.cpp rounds the activations to 8 bits too: what follows the end of the answer drifts away.
                Assert.Equal(Answer(exported, Greedy(exported, pair.Second.Ids, 24)), Answer(exported, pair.Second.Greedy));
            });
        });

        string Export(GgufPrecision precision)
        {
            var path = Path.Combine(_folder.Path, $"smollm2.{precision}.gguf");
            using var original = LanguageModel.Load(source);
            GgufExport.Write(original, path, precision, TestContext.Current.CancellationToken);
            return path;
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Answer(LanguageModel model, IEnumerable<int> tokens) =>
        model.Tokenizer!.Decode(tokens.TakeWhile(token => !model.Configuration.EndTokens.Contains(token)));

    /// <summary>How far the logit of one of llama.cpp's tokens is at most below that of the best one here, given its tokens so far.</summary>
    private static float Shortfall(LanguageModel model, LlamaCpp.Answer answer)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var ids = tensor((long[])[.. answer.Ids, .. answer.Greedy]);
        var logits = model.Decoder.Logits(model.Decoder.Forward(ids[..^1].unsqueeze(0))[0, (answer.Ids.Length - 1)..]);
        return (logits.amax(1) - logits.gather(1, ids[answer.Ids.Length..].unsqueeze(1)).squeeze(1)).max().item<float>();
    }

    /// <summary>The likeliest tokens, one after another.</summary>
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

    /// <summary>A tiny model, with other values for some of its settings.</summary>
    private string Copy(string name, string? settings)
    {
        var copy = TinyModels.Copy(name, Path.Combine(_folder.Path, "tiny")); // llama.cpp asks more of what is called phi3
        if (settings is null) return copy;
        var configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(copy, "config.json")))!;
        foreach (var (key, value) in JsonNode.Parse(settings)!.AsObject()) configuration[key] = value?.DeepClone();
        File.WriteAllText(Path.Combine(copy, "config.json"), configuration.ToJsonString());
        return copy;
    }
}
