using Fulcrum.Models.Architecture;
using Fulcrum.Models.Formats;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

public sealed class DecoderTests
{
    private static readonly ModelConfiguration Small = new()
    {
        ModelType = "llama", VocabularySize = 40, HiddenSize = 8, IntermediateSize = 12, LayerCount = 2, HeadCount = 2,
        KeyValueHeadCount = 1, HeadSize = 4, ContextLength = 6, NormEpsilon = 1e-5, Rotary = new RotaryConfiguration(10000),
        AttentionBias = true, FeedForwardBias = true,
    };

    [Fact]
    public void Logits_of_chosen_tokens_are_columns_of_all_logits()
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyModel("llama");
        var rows = tiny.Golden["hidden.final"].view(-1, 64);
        long[] tokens = [7, 300, 7];

        Golden.AssertClose(tiny.Decoder.Logits(rows).index_select(1, tensor(tokens)), tiny.Decoder.Logits(rows, tensor(tokens)), 1e-5);
    }

    [Fact]
    public void Parameters_are_those_of_the_checkpoint_once_each()
    {
        using var tiny = new TinyModel("llama");
        using var weights = WeightSource.Open(Fulcrum.Tests.RepositoryFiles.Fixture("models/llama"));

        Assert.Equal(weights.Names.Order(), tiny.Decoder.Parameters.Select(parameter => parameter.Key).Order());
        Assert.All(tiny.Decoder.Parameters, parameter => Assert.Equal(weights.Shape(parameter.Key), parameter.Value.shape));
        Assert.Equal(3 * 7 + 1, tiny.Decoder.Linears.Count);
        Assert.Same(tiny.Decoder.Head, tiny.Decoder.Linears["lm_head"]);
    }

    [Fact]
    public void A_new_decoder_is_decided_by_its_seed()
    {
        using var scope = NewDisposeScope();
        var ids = tensor(new[,] { { 1L, 2, 3 } });
        var runs = new ulong[] { 5, 5, 6 }.Select(seed =>
        {
            using var decoder = Decoder.Create(Small, new Generator(seed));
            return decoder.Logits(decoder.Forward(ids)).flatten().data<float>().ToArray();
        }).ToList();

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    [Fact]
    public void A_new_decoder_has_normal_weights_norms_of_one_and_biases_of_zero()
    {
        using var decoder = Decoder.Create(Small with { VocabularySize = 5000, InitializerRange = 0.1 }, new Generator(1));
        var parameters = decoder.Parameters.ToDictionary();

        Assert.Equal(0.1, parameters["model.embed_tokens.weight"].std().item<float>(), 0.002);
        Assert.All(parameters["model.layers.0.input_layernorm.weight"].data<float>(), value => Assert.Equal(1, value));
        Assert.All(parameters["model.layers.1.mlp.up_proj.bias"].data<float>(), value => Assert.Equal(0, value));
        Assert.True(parameters.ContainsKey("lm_head.weight"));
    }

    [Fact]
    public void Gradients_reach_every_parameter()
    {
        using var scope = NewDisposeScope();
        using var decoder = Decoder.Create(Small, new Generator(1));
        foreach (var (_, parameter) in decoder.Parameters) parameter.requires_grad_();

        decoder.Logits(decoder.Forward(tensor(new[,] { { 1L, 2, 3 } }))).pow(3).sum().backward();

        // A bias on the keys moves all scores of a query alike, so its gradient is nothing but rounding.
        Assert.All(decoder.Parameters.Where(parameter => !parameter.Key.EndsWith("k_proj.bias", StringComparison.Ordinal)),
            parameter => Assert.True(parameter.Value.grad?.abs().max().item<float>() > 0, parameter.Key));
    }

    [Fact]
    public void Tokens_beyond_the_context_are_refused()
    {
        using var scope = NewDisposeScope();
        using var decoder = Decoder.Create(Small, new Generator(1));

        Assert.Equal([1, 6, 8], decoder.Forward(zeros(1, 6, ScalarType.Int64)).shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Forward(zeros(1, 7, ScalarType.Int64)));
    }
}
