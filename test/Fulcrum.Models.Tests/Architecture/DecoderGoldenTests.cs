using System.Text.Json;
using Fulcrum.Models.Architecture;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

public sealed class DecoderGoldenTests
{
    public static TheoryData<string, string> Sides => new(TinyModels.Decoders.SelectMany(model => new[] { (model.Data, "left"), (model.Data, "right") }));

    public static TheoryData<string, int> Runs => new(TinyModels.Decoders.SelectMany(model => new[] { (model.Data, 0), (model.Data, 1) }));

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void Logits_at_every_position_equal_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyModel(name);

        var logits = tiny.Decoder.Logits(tiny.Decoder.Forward(tiny.Golden["input_ids"]));

        Golden.AssertClose(tiny.Golden["logits"], logits, tiny.Tolerance);
    }

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void The_hidden_state_of_every_layer_equals_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyModel(name);

        var hidden = tiny.Decoder.Embed(tiny.Golden["input_ids"]);
        Golden.AssertClose(tiny.Golden["hidden.embed"], hidden, tiny.Tolerance);
        for (var layer = 0; layer < tiny.Decoder.Configuration.LayerCount; layer++)
        {
            hidden = tiny.Decoder.Run(hidden, layer, layer + 1);
            Golden.AssertClose(tiny.Golden[$"hidden.layer{layer}"], hidden, tiny.Tolerance);
        }

        Golden.AssertClose(tiny.Golden["hidden.final"], tiny.Decoder.Normalize(hidden), tiny.Tolerance);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void Padded_rows_equal_the_reference_at_every_real_token(string name, string side)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyModel(name);
        var mask = tiny.Golden[$"{side}.attention_mask"];
        int[] lengths = [.. mask.sum(1).data<long>().Select(length => (int)length)];

        var context = new DecoderContext { Padding = new RowPadding(lengths, Left: side == "left") };
        var logits = tiny.Decoder.Logits(tiny.Decoder.Forward(tiny.Golden[$"{side}.input_ids"], context));

        Golden.AssertClose(tiny.Golden[$"{side}.logits"], logits * mask.unsqueeze(-1), tiny.Tolerance);
        var positions = TokenPositions.Of(lengths.Length, 24, context, contextLength: 24).In(arange(24));
        Assert.Equal((tiny.Golden[$"{side}.position_ids"] * mask).data<long>(), (positions * mask).data<long>());
    }

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void The_log_probability_of_every_token_equals_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyModel(name);
        var ids = tiny.Golden["input_ids"];

        var logits = tiny.Decoder.Logits(tiny.Decoder.Forward(ids))[.., ..^1];
        var logProbabilities = nn.functional.log_softmax(logits, -1).gather(2, ids[.., 1..].unsqueeze(-1)).squeeze(-1);

        Golden.AssertClose(tiny.Golden["token_logprobs"], logProbabilities, tiny.Tolerance);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Greedy_decoding_through_the_cache_equals_the_reference(string name, int run)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var tiny = new TinyModel(name);
        using var cache = new KeyValueCache(reserve: 8);
        var context = new DecoderContext { Cache = cache };
        var next = tensor(tiny.GreedyTokens(run, "prompt")).unsqueeze(0);
        var expected = tiny.Golden[$"greedy{run}.logits"];

        foreach (var (token, step) in tiny.GreedyTokens(run, "new_tokens").Select((token, step) => (token, step)))
        {
            var logits = tiny.Decoder.Logits(tiny.Decoder.Forward(next, context)[0, -1]);
            Golden.AssertClose(expected[step], logits, tiny.Tolerance);
            next = logits.argmax().view(1, 1);
            Assert.Equal(token, next.item<long>());
        }
    }

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void Token_by_token_through_the_cache_equals_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var tiny = new TinyModel(name);
        using var cache = new KeyValueCache(reserve: 4);
        var context = new DecoderContext { Cache = cache };
        var ids = tiny.Golden["input_ids"];

        var hidden = Enumerable.Range(0, 24).Select(step => tiny.Decoder.Forward(ids[.., step..(step + 1)], context)).ToArray();

        Golden.AssertClose(tiny.Golden["logits"], tiny.Decoder.Logits(cat(hidden, 1)), tiny.Tolerance);
    }

    [Theory]
    [InlineData("tiny-llama.F32.gguf")]
    [InlineData("tiny-llama.Q8_0.gguf")]
    [InlineData("tiny-qwen2.F32.gguf")]
    [InlineData("tiny-qwen2.Q8_0.gguf")]
    public void A_GGUF_without_companions_gives_the_logits_and_the_greedy_tokens_of_its_weights(string file)
    {
        using var scope = NewDisposeScope();
        var path = RepositoryFiles.Fixture($"models/gguf/{file}");
        using var model = LanguageModel.Load(path);
        using var golden = new Golden(Path.ChangeExtension(path, ".golden.safetensors"));
        var numbers = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(RepositoryFiles.Fixture("models/gguf/golden.json"))).GetProperty(file);
        var (prompt, greedy) = (numbers.GetProperty("prompt").Deserialize<long[]>()!, numbers.GetProperty("greedy_16").Deserialize<long[]>()!);

        Golden.AssertClose(golden["logits"], Logits(golden["input_ids"]), 2e-4);

        // After the reference's tokens so far, each next one is the most probable.
        Assert.Equal(greedy, Logits(tensor([.. prompt, .. greedy[..^1]]).unsqueeze(0))[0].argmax(-1).data<long>().TakeLast(greedy.Length));

        Tensor Logits(Tensor ids) => model.Decoder.Logits(model.Decoder.Forward(ids));
    }

    [Fact]
    public void Shards_give_the_logits_of_the_whole()
    {
        using var scope = NewDisposeScope();
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama-sharded"));
        using var golden = new Golden(RepositoryFiles.Fixture("models/llama/golden.safetensors"));

        Golden.AssertClose(golden["logits"], model.Decoder.Logits(model.Decoder.Forward(golden["input_ids"])), 1e-4);
    }
}
