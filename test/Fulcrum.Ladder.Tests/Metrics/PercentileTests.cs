using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Tests.Metrics;

public sealed class PercentileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.95, 3.85)]
    [InlineData(1, 4)]
    public void Neighbors_are_interpolated_as_NumPy_does(double share, double value) =>
        Assert.Equal(value, Percentile.OfSorted([1, 2, 3, 4], share), 12);

    [Fact]
    public void Of_nothing_it_is_zero() => Assert.Equal(0, Percentile.OfSorted([], 0.5));
}
