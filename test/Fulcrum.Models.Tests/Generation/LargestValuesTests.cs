using CsCheck;
using Fulcrum.Models.Generation;

namespace Fulcrum.Models.Tests.Generation;

public sealed class LargestValuesTests
{
    [Fact]
    public void The_threshold_is_that_of_the_sorted_values() =>
        Gen.Select(Gen.Int[0, 20].Select(value => value / 4f).Array[1, 60], Gen.Int[1, 60], Gen.Double[0, 120]).Sample((values, count, sum) =>
        {
            var sorted = values.OrderDescending().ToArray();
            var (taken, together) = (0, 0.0);
            while (taken < sorted.Length && (taken == 0 || (taken < count && together < sum))) together += sorted[taken++];

            Assert.Equal(sorted[taken - 1], LargestValues.Threshold([.. values], count, sum));
        });
}
