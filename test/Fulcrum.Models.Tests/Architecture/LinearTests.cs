using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

public sealed class LinearTests
{
    [Fact]
    public void The_product_is_input_times_transposed_weight_plus_bias()
    {
        using var scope = NewDisposeScope();
        var linear = new Linear(tensor(new[,] { { 1f, 2 }, { 3, 4 }, { 5, 6 } }), tensor(new[] { 0.5f, 0, 0 }));

        var output = linear.Forward(tensor(new[] { 1f, 10 }));

        Assert.Equal((2, 3), (linear.InputSize, linear.OutputSize));
        Assert.Equal([21.5f, 43, 65], output.data<float>());
    }

    [Fact]
    public void An_adapter_takes_the_place_of_the_product_while_it_is_set()
    {
        using var scope = NewDisposeScope();
        var linear = new Linear(eye(2)) { Adapter = new Doubling() };
        var input = tensor(new[] { 1f, 2 });

        Assert.Equal([3f, 5], linear.Forward(input).data<float>());
        linear.Adapter = null;
        Assert.Equal([1f, 2], linear.Forward(input).data<float>());
    }

    [Fact]
    public void An_adapter_inside_a_decoder_changes_its_output_and_receives_gradients()
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyModel("llama");
        var delta = zeros(64, 64, requires_grad: true);
        tiny.Decoder.Linears["model.layers.1.self_attn.q_proj"].Adapter = new Additive(delta);

        var hidden = tiny.Decoder.Forward(tiny.Golden["input_ids"]);
        Golden.AssertClose(tiny.Golden["hidden.final"], hidden, tiny.Tolerance);
        hidden.pow(3).sum().backward();
        Assert.True(delta.grad!.abs().max().item<float>() > 0);

        using var noGradient = no_grad();
        delta.add_(0.1f);
        Assert.True((tiny.Decoder.Forward(tiny.Golden["input_ids"]) - hidden).abs().max().item<float>() > 0.01);
    }

    private sealed class Doubling : ILinearAdapter
    {
        public Tensor Apply(Tensor input, Linear linear) => (2 * linear.Product(input)) + 1;
    }

    private sealed class Additive(Tensor delta) : ILinearAdapter
    {
        public Tensor Apply(Tensor input, Linear linear) => linear.Product(input) + input.matmul(delta);
    }
}
