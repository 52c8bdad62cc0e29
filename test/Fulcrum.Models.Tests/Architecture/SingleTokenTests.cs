using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

/// <summary>What is computed without libtorch when one token is written equals what libtorch computes, which gradients ask for.</summary>
public sealed class SingleTokenTests
{
    private readonly Generator _generator = new(1);

    [Theory]
    [InlineData(1, 9, 3, 64, 37, false)]
    [InlineData(3, 4, 4, 20, 1, false)]
    [InlineData(3, 8, 1, 33, 50, true)]
    public void Attention(int rows, int heads, int keyHeads, int size, int length, bool masked)
    {
        using var scope = NewDisposeScope();
        var queries = 5 * randn([rows, 1, heads, size], generator: _generator);
        var reserved = randn([2, rows, keyHeads, length + 7, size], generator: _generator).narrow(3, 0, length);
        var mask = masked ? zeros(rows, 1, 1, length).masked_fill_(rand([rows, 1, 1, length], generator: _generator) < 0.3, float.NegativeInfinity) : null;

        var (keys, values) = (reserved[0].repeat_interleave(heads / keyHeads, 1), reserved[1].repeat_interleave(heads / keyHeads, 1));
        var expected = nn.functional.scaled_dot_product_attention(queries.transpose(1, 2), keys, values, mask).transpose(1, 2).reshape(rows, 1, -1);

        Golden.AssertClose(expected, SingleTokenAttention.Attend(queries, reserved[0], reserved[1], mask), 1e-5);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, true)]
    public void Norm(int rows, bool plusOne)
    {
        using var scope = NewDisposeScope();
        var norm = new RmsNorm(randn([33], generator: _generator), 1e-5, plusOne);
        var input = randn([rows, 1, 33], generator: _generator);

        AssertEqual(() => norm.Forward(input));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Rotation(int positions)
    {
        using var scope = NewDisposeScope();
        var input = randn([4, 1, 3, 16], generator: _generator);
        var angles = randn([positions, 1, 2, 1, 16], generator: _generator);

        AssertEqual(() => RotaryEmbedding.Rotate(input, angles.select(2, 0), angles.select(2, 1)));
    }

    private static void AssertEqual(Func<Tensor> compute)
    {
        var expected = compute();
        using var noGradient = no_grad();
        Golden.AssertClose(expected, compute(), 1e-5);
    }
}
