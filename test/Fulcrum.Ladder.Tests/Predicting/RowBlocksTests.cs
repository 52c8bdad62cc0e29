using Fulcrum.Data;
using Fulcrum.Ladder.Predicting;

namespace Fulcrum.Ladder.Tests.Predicting;

public sealed class RowBlocksTests
{
    [Fact]
    public void Short_rows_come_in_blocks_of_128() =>
        Assert.Equal([128, 128, 44], RowBlocks.Of(Enumerable.Range(0, 300).Select(_ => Row(10))).Select(block => block.Count));

    [Fact]
    public void Long_rows_end_a_block_by_their_characters() =>
        Assert.Equal([1, 3, 1], RowBlocks.Of([Row(5_000_000), Row(1), Row(10), Row(4_194_304), Row(1)]).Select(block => block.Count));

    private static TextRow Row(int length) => new("1", new string('x', length), []) { File = "f" };
}
