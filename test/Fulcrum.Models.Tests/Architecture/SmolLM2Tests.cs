using System.Text.Json;
using Fulcrum.Models.Architecture;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

/// <summary>The real SmolLM2-135M-Instruct, from a folder with config.json and a Q4_1 GGUF.</summary>
public sealed class SmolLM2Tests(SmolLM2Tests.Opened opened) : IClassFixture<SmolLM2Tests.Opened>
{
    private const double Tolerance = 2e-3;

    [Fact]
    public void Every_layer_and_the_logits_of_a_prompt_equal_the_reference()
    {
        foreach (var prompt in (string[])["plain", "chat", "phishing", "long"]) AssertLayersAndLogits(prompt);
    }

    [Fact]
    public void Greedy_tokens_through_the_cache_equal_the_reference()
    {
        foreach (var prompt in (string[])["plain", "phishing"]) AssertGreedyTokens(prompt);
    }

    private void AssertLayersAndLogits(string prompt)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var golden = new Golden(RepositoryFiles.Shared("reference/architectures/smollm2.safetensors"));
        var ids = golden[$"{prompt}.input_ids"].unsqueeze(0);

        var hidden = opened.Decoder.Embed(ids);
        for (var layer = 0; layer < 30; layer++)
        {
            hidden = opened.Decoder.Run(hidden, layer, layer + 1);
            Golden.AssertClose(golden[$"{prompt}.last_hidden.layer{layer}"], hidden[0, -1], Tolerance);
        }

        var logits = opened.Decoder.Logits(opened.Decoder.Normalize(hidden))[0];
        var logProbabilities = nn.functional.log_softmax(logits, -1)[..^1].gather(1, ids[0, 1..].unsqueeze(1)).squeeze(1);
        Golden.AssertClose(golden[$"{prompt}.last_logits"], logits[-1], Tolerance);
        Golden.AssertClose(golden[$"{prompt}.token_logprobs"], logProbabilities, Tolerance);

        // As a set: the reference's own ways of computing differ by as much as some of the fifty do.
        var best = Case(prompt).GetProperty("top50");
        var tokens = best.GetProperty("ids").Deserialize<long[]>()!;
        Assert.Equal(tokens.Order(), logits[-1].topk(50).indexes.data<long>().Order());
        Golden.AssertClose(tensor(best.GetProperty("logits").Deserialize<float[]>()!), logits[-1][tensor(tokens)], Tolerance);
    }

    private void AssertGreedyTokens(string prompt)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var golden = Case(prompt);
        using var cache = new KeyValueCache(reserve: 40);
        var next = tensor(golden.GetProperty("input_ids").Deserialize<long[]>()!).unsqueeze(0);

        foreach (var token in golden.GetProperty("greedy_40_ids_not_stopping").Deserialize<long[]>()!)
        {
            next = opened.Decoder.Logits(opened.Decoder.Forward(next, new DecoderContext { Cache = cache })[0, -1]).argmax().view(1, 1);
            Assert.Equal(token, next.item<long>());
        }
    }

    private static JsonElement Case(string prompt) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(RepositoryFiles.Shared("reference/architectures/smollm2.json")))
            .GetProperty("cases").EnumerateArray().Single(golden => golden.GetProperty("name").GetString() == prompt);

    public sealed class Opened : IDisposable
    {
        private LanguageModel? _model;

        public Decoder Decoder => (_model ??= LanguageModel.Load(RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"))).Decoder;

        public void Dispose() => _model?.Dispose();
    }
}
