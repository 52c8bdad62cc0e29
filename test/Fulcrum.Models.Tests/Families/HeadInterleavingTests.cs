using Fulcrum.Models.Families;
using CsCheck;

namespace Fulcrum.Models.Tests.Families;

public sealed class HeadInterleavingTests
{
    [Fact]
    public void Pairs_stand_side_by_side()
    {
        // Two heads of six rows: Hugging Face has 0 1 2 | 3 4 5, the pairs are (0, 3), (1, 4), (2, 5).
        var places = Enumerable.Range(0, 12).Select(row => HeadInterleaving.ToInterleaved(row, 3));

        Assert.Equal([0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11], places);
    }

    [Fact]
    public void Every_row_has_a_place_of_its_own() => Gen.Select(Gen.Int[1, 20], Gen.Int[1, 64]).Sample((heads, half) =>
        Enumerable.Range(0, heads * 2 * half).Select(row => HeadInterleaving.ToInterleaved(row, half)).ToHashSet().Count == heads * 2 * half);
}
