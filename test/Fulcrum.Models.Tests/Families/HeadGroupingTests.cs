using Fulcrum.Models.Families;
using CsCheck;

namespace Fulcrum.Models.Tests.Families;

public sealed class HeadGroupingTests
{
    [Fact]
    public void Queries_come_before_keys_and_keys_before_values()
    {
        // Four query and two key heads of one row: Hugging Face has q0 q1 k0 v0 | q2 q3 k1 v1.
        var places = Enumerable.Range(0, 8).Select(row => HeadGrouping.ToStacked(row, heads: 4, keyHeads: 2, size: 1));

        Assert.Equal([0, 1, 4, 6, 2, 3, 5, 7], places);
    }

    [Fact]
    public void Every_row_has_a_place_of_its_own() => Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 16]).Sample((queries, keyHeads, size) =>
    {
        var rows = (queries + 2) * keyHeads * size;
        return Enumerable.Range(0, rows).Select(row => HeadGrouping.ToStacked(row, queries * keyHeads, keyHeads, size)).Order()
            .SequenceEqual(Enumerable.Range(0, rows).Select(row => (long)row));
    });
}
