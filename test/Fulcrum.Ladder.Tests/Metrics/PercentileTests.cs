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

    [Fact]
    public void The_interval_of_a_percentile_lies_between_the_ranks_that_SciPys_binomial_distribution_gives() => Assert.All(StatisticsGoldens.Read().OrderStatistics, rank =>
    {
        double[] values = [.. Enumerable.Range(1, rank.Count).Select(i => (double)i)];
        var interval = Percentile.IntervalOfSorted(values, rank.Share);
        Assert.Equal((rank.Low, rank.High), ((int?)interval?.Low, (int?)interval?.High));
        if (interval is { } found) Assert.Equal(Percentile.OfSorted(values, rank.Share), found.Value);
    });

    [Fact]
    public void No_values_have_no_interval() => Assert.Null(Percentile.IntervalOfSorted([], 0.5));
}
