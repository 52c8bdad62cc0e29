using CsCheck;
using Fulcrum.Data.Duplicates;

namespace Fulcrum.Data.Tests.Duplicates;

public sealed class UnionFindTests
{
    [Fact]
    public void The_smallest_member_stands_for_a_set_in_whatever_order_it_was_joined() =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 19]).Array[0, 30].Sample(pairs =>
        {
            var (forward, backward) = (new UnionFind(20), new UnionFind(20));
            foreach (var (a, b) in pairs) forward.Union(a, b);
            foreach (var (a, b) in pairs.Reverse()) backward.Union(b, a);
            return Enumerable.Range(0, 20).All(i => forward.Find(i) == backward.Find(i) && forward.Find(i) <= i)
                && pairs.All(pair => forward.Find(pair.Item1) == forward.Find(pair.Item2));
        });
}
