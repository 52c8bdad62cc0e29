using Fulcrum.Models.Devices;
using Fulcrum.Models.Encoders;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Devices;

/// <summary>What a device that multiplies in bfloat16 changes, on the processor: slow there, but the same arithmetic.</summary>
public sealed class BFloat16Tests
{
    private static readonly ComputeDevice Device = new("cpu", () => CPU, ScalarType.BFloat16);

    /// <summary>Relative to the length of the vector; a bfloat16 has 8 bits: each product is off by up to 1/256.</summary>
    private const double Tolerance = 0.02;

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("qwen3")]
    [InlineData("gemma3")]
    [InlineData("falcon")]
    public void A_decoder_gives_nearly_the_same_logits_in_float32(string fixture)
    {
        using var noGradient = no_grad();
        using var exact = LanguageModel.Load(RepositoryFiles.Fixture($"models/{fixture}"));
        using var rounded = LanguageModel.Load(RepositoryFiles.Fixture($"models/{fixture}"), Device);
        using var ids = tensor(new long[] { 3, 5, 7, 9, 11, 13 }, 1, 6);

        var (expected, actual) = (exact.Decoder.Logits(exact.Decoder.Forward(ids)), rounded.Decoder.Logits(rounded.Decoder.Forward(ids)));

        Assert.Equal(ScalarType.Float32, actual.dtype);
        AssertNearButNotEqual(expected, actual);
    }

    [Fact]
    public void Matrices_of_layers_take_two_bytes_a_weight_and_all_else_stays_float32()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), Device);

        var rounded = model.Decoder.Parameters.Where(parameter => parameter.Value.dtype == ScalarType.BFloat16).Select(parameter => parameter.Key);

        Assert.Equal(model.Decoder.Linears.Where(layer => layer.Value != model.Decoder.Head).Select(layer => $"{layer.Key}.weight").Order(), rounded.Order());
        Assert.All(model.Decoder.Parameters.Where(parameter => !rounded.Contains(parameter.Key)), parameter => Assert.Equal(ScalarType.Float32, parameter.Value.dtype));
    }

    [Fact]
    public void Weights_that_are_to_be_trained_stay_float32_and_give_the_same_products()
    {
        using var noGradient = no_grad();
        using var kept = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), Device);
        using var trained = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), Device, isTrained: true);
        using var ids = tensor(new long[] { 3, 5, 7, 9 }, 1, 4);

        Assert.All(trained.Decoder.Parameters, parameter => Assert.Equal(ScalarType.Float32, parameter.Value.dtype));
        Assert.True(kept.Decoder.Forward(ids).equal(trained.Decoder.Forward(ids)).all().item<bool>());
    }

    [Fact]
    public void An_encoder_gives_nearly_the_same_states()
    {
        using var noGradient = no_grad();
        using var exact = EncoderModel.Load(RepositoryFiles.Fixture("models/bert"));
        using var rounded = EncoderModel.Load(RepositoryFiles.Fixture("models/bert"), Device);
        using var ids = tensor(new long[] { 3, 5, 7, 9, 11, 13 }, 1, 6);

        AssertNearButNotEqual(exact.Encoder.Forward(ids), rounded.Encoder.Forward(ids));
        Assert.All(rounded.Encoder.Parameters, parameter => Assert.Equal(ScalarType.Float32, parameter.Value.dtype));
    }

    [Fact]
    public void Gradients_reach_float32_weights_through_bfloat16_products()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), Device, isTrained: true);
        var weight = model.Decoder.Linears["model.layers.0.self_attn.q_proj"].Weight.requires_grad_();
        using var ids = tensor(new long[] { 3, 5, 7, 9 }, 1, 4);

        model.Decoder.Forward(ids).square().sum().backward();

        Assert.Equal(ScalarType.Float32, weight.grad!.dtype);
        Assert.True(weight.grad.abs().sum().item<float>() > 0);
    }

    private static void AssertNearButNotEqual(Tensor expected, Tensor actual)
    {
        var difference = ((expected - actual).norm() / expected.norm()).item<float>();
        Assert.InRange(difference, 1e-6, Tolerance);
    }
}
