using CsCheck;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Tests.Weights;

public sealed class HeadInterleavingTests
{
    [Fact]
    public void Pairs_stand_side_by_side()
    {
        // Two heads of six rows: Hugging Face has 0 1 2 | 3 4 5, the pairs are (0, 3), (1, 4), (2, 5).
        var rows = Enumerable.Range(0, 12).Select(row => HeadInterleaving.FromInterleaved(row, 3));

        Assert.Equal([0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11], rows);
    }

    [Fact]
    public void One_way_undoes_the_other() => Gen.Select(Gen.Long[0, 100_000], Gen.Long[1, 128]).Sample((row, half) =>
        HeadInterleaving.ToInterleaved(HeadInterleaving.FromInterleaved(row, half), half) == row);
}
