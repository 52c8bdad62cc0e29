using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

public sealed class RowPackingTests
{
    [Fact]
    public void A_batch_with_hardly_any_padding_stays_as_it_is() =>
        Assert.Null(RowPacking.For(2, 100, new RowPadding([100, 95]), CPU));
}
