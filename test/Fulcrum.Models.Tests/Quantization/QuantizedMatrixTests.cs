using Fulcrum.Data;
using Fulcrum.Models.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Quantization;

public sealed class QuantizedMatrixTests
{
    public static TheoryData<WeightPrecision, int, int> Shapes => new()
    {
        { WeightPrecision.EightBit, 48, 64 },
        { WeightPrecision.EightBit, 37, 51 },
        { WeightPrecision.EightBit, 50, 128 },
        { WeightPrecision.EightBit, 3000, 576 },
        { WeightPrecision.NF4, 48, 64 },
        { WeightPrecision.NF4, 37, 51 },
        { WeightPrecision.NF4, 50, 128 },
        { WeightPrecision.NF4, 3000, 576 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_product_and_the_gradient_of_its_input_are_those_of_the_dequantized_matrix(WeightPrecision precision, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var generator = new Generator(3);
        using var matrix = (randn([rows, columns], generator: generator) / Math.Sqrt(columns)).Quantize(precision);
        var input = randn([2, 30, columns], generator: generator).requires_grad_();
        var twin = input.detach().requires_grad_();

        var output = matrix.Product(input);
        var expected = nn.functional.linear(twin, matrix.Dequantize(0, rows));
        output.pow(3).mean().backward();
        expected.pow(3).mean().backward();

        Golden.AssertClose(expected.detach(), output.detach(), 1e-5);
        Golden.AssertClose(twin.grad!, input.grad!, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_product_of_few_rows_is_that_of_the_dequantized_matrix(WeightPrecision precision, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var generator = new Generator(8);
        using var matrix = (randn([rows, columns], generator: generator) / Math.Sqrt(columns)).Quantize(precision);
        var weights = matrix.Dequantize(0, rows);
        foreach (var count in (long[])[1, 2, 5, 16])
        {
            var input = randn([count, columns], generator: generator);
            Golden.AssertClose(nn.functional.linear(input, weights), matrix.Product(input), 1e-5);
        }
    }

    [Fact]
    public void Gradients_flow_through_several_products_and_twice_through_one()
    {
        using var scope = NewDisposeScope();
        using var matrix = (randn([32, 32], generator: new Generator(4)) / 6).Quantize(WeightPrecision.NF4);
        var weights = matrix.Dequantize(0, 32);
        var input = randn([5, 32], generator: new Generator(5)).requires_grad_();
        var twin = input.detach().requires_grad_();

        (matrix.Product(matrix.Product(input).tanh()).add_(1) * input).sum().backward();
        (nn.functional.linear(nn.functional.linear(twin, weights).tanh(), weights).add_(1) * twin).sum().backward();

        Golden.AssertClose(twin.grad!, input.grad!, 1e-5);
    }

    [Fact]
    public void Backward_leaves_no_tensors_behind()
    {
        using var scope = NewDisposeScope();
        using var matrix = randn([64, 64], generator: new Generator(6)).Quantize(WeightPrecision.EightBit);
        var input = randn([4, 64], generator: new Generator(7)).requires_grad_();
        Step();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (var step = 0; step < 20; step++) Step();

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        void Step()
        {
            using var inner = NewDisposeScope();
            var hidden = input;
            for (var layer = 0; layer < 10; layer++) hidden = matrix.Product(hidden) / 64;
            hidden.sum().backward();
        }
    }

    [Fact]
    public void An_error_while_reading_is_passed_on() =>
        Assert.Throws<InputException>(() => QuantizedMatrix.Quantize(
            WeightPrecision.NF4, 1000, 1000, (_, _) => throw new InputException(new InputError("no floats")), CPU));
}
