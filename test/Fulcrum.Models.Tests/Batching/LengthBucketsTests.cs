using CsCheck;
using Fulcrum.Models.Batching;

namespace Fulcrum.Models.Tests.Batching;

public sealed class LengthBucketsTests
{
    [Fact]
    public void Every_sequence_is_in_one_batch_and_no_batch_is_too_large() =>
        Gen.Select(Gen.Int[1, 300].List[0, 60], Gen.Int[1, 9], Gen.Int[1, 400]).Sample((lengths, rows, tokens) =>
        {
            var batches = LengthBuckets.Create(lengths, rows, tokens);
            Assert.Equal(Enumerable.Range(0, lengths.Count), batches.SelectMany(b => b).Order());
            Assert.All(batches, batch =>
            {
                Assert.InRange(batch.Length, 1, rows);
                Assert.True(batch.Length == 1 || batch.Length * batch.Max(i => lengths[i]) <= tokens);
            });
        });

    [Fact]
    public void The_longest_come_first() => Assert.Equal([[1], [2, 0]], LengthBuckets.Create([3, 9, 4], rows: 2, tokens: 10));
}
