using Fulcrum.Models.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

public sealed class RowPackingTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TinyModel tiny = new("llama");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Padded_rows_equal_each_row_alone_and_no_layer_sees_the_padding(bool left)
    {
        using var noGradient = no_grad();
        int[] lengths = [5, 20];
        var ids = tiny.Golden["input_ids"][.., ..20];
        var padded = left ? stack([cat([zeros(15, ScalarType.Int64), ids[0, ..5]]), ids[1]]) : ids;
        var seen = new Recorder();
        foreach (var linear in tiny.Decoder.Linears.Values) linear.Adapter = seen;

        var hidden = tiny.Decoder.Forward(padded, new DecoderContext { Padding = new RowPadding(lengths, left) });

        Assert.All(seen.Shapes, shape => Assert.Equal((1, 25), (shape[0], shape[1])));
        Golden.AssertClose(tiny.Decoder.Forward(ids[..1, ..5])[0], left ? hidden[0, 15..] : hidden[0, ..5], 1e-4);
        Golden.AssertClose(tiny.Decoder.Forward(ids[1..])[0], hidden[1], 1e-4);
    }

    [Fact]
    public void A_batch_with_hardly_any_padding_stays_as_it_is() =>
        Assert.Null(RowPacking.For(2, 100, new RowPadding([100, 95]), CPU));

    public void Dispose()
    {
        tiny.Dispose();
        scope.Dispose();
    }

    private sealed class Recorder : ILinearAdapter
    {
        private int left = 21;

        public List<long[]> Shapes { get; } = [];

        public Tensor Apply(Tensor input, Linear linear)
        {
            if (left-- > 0) Shapes.Add(input.shape);
            return linear.Product(input);
        }
    }
}
