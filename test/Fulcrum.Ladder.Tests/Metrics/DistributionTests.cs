using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Tests.Metrics;

public sealed class DistributionTests
{
    // Abramowitz and Stegun 1964, table 26.10, two-sided 5 %.
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(3, 3.182)]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(29, 2.045)]
    [InlineData(120, 1.980)]
    [InlineData(1_000_000, 1.960)]
    public void Students_t_meets_its_table(int degreesOfFreedom, double t) =>
        Assert.Equal(t, StudentT.Quantile(0.975, degreesOfFreedom), 3);

    // Abramowitz and Stegun 1964, tables 26.1 and 26.5.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746)]
    [InlineData(-2, 0.022750132)]
    [InlineData(5, 0.999999713)]
    [InlineData(9, 1)]
    public void The_normal_distribution_meets_its_table(double z, double probability) =>
        Assert.Equal(probability, NormalDistribution.Cumulative(z), 9);

    [Theory]
    [InlineData(0.975, 1.959964)]
    [InlineData(0.8, 0.841621)]
    [InlineData(0.005, -2.575829)]
    public void Quantiles_of_the_normal_distribution_meet_their_table(double probability, double z) =>
        Assert.Equal(z, NormalDistribution.Quantile(probability), 6);

    [Fact]
    public void Quantiles_are_those_of_SciPy()
    {
        var quantiles = StatisticsGoldens.Read().Quantiles;
        Assert.All(quantiles.T, t => Assert.Equal(t.Value, StudentT.Quantile(t.Probability, t.Degrees), StatisticsGoldens.Tolerance * Math.Max(1, t.Value)));
        Assert.All(quantiles.Normal, normal => Assert.Equal(normal.Value, NormalDistribution.Quantile(normal.Probability), StatisticsGoldens.Tolerance));
        Assert.All(quantiles.NormalCumulative, normal => Assert.Equal(normal.Value, NormalDistribution.Cumulative(normal.Z), StatisticsGoldens.Tolerance));
    }
}
