using CsCheck;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Tests.Metrics;

public sealed class WilsonIntervalTests
{
    // At 90 %, from the table in Bowyer et al. 2025 as recomputed in the project's notes on statistics.
    [Theory]
    [InlineData(100, 0.826, 0.945)]
    [InlineData(200, 0.851, 0.934)]
    [InlineData(500, 0.871, 0.923)]
    [InlineData(1000, 0.880, 0.917)]
    [InlineData(2000, 0.886, 0.912)]
    public void Published_values_are_met(int count, double low, double high)
    {
        var interval = WilsonInterval.Compute(0.9, count);
        Assert.Equal(low, interval.Low, 3);
        Assert.Equal(high, interval.High, 3);
    }

    // Newcombe 1998 (Statistics in Medicine 17, 857-872), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_examples_of_Newcombe_are_met(int hits, int count, double low, double high)
    {
        var interval = WilsonInterval.Compute((double)hits / count, count);
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void The_interval_holds_the_proportion_stays_within_0_and_1_and_mirrors() =>
        Gen.Int[1, 5000].SelectMany(n => Gen.Int[0, n].Select(k => (k, n))).Sample((k, n) =>
        {
            var (interval, mirror) = (WilsonInterval.Compute((double)k / n, n), WilsonInterval.Compute((double)(n - k) / n, n));
            return 0 <= interval.Low && interval.Low <= interval.Value && interval.Value <= interval.High && interval.High <= 1
                && Math.Abs(interval.Low - (1 - mirror.High)) < 1e-12;
        });

    [Fact]
    public void The_interval_is_that_of_SciPy_also_of_an_effective_size() => Assert.All(StatisticsGoldens.Read().Tables, table =>
    {
        var share = (double)table.Hits / table.Rows;
        foreach (var (expected, interval) in new[] { (table.Wilson, WilsonInterval.Compute(share, table.Rows)), (table.WilsonEffective, WilsonInterval.Compute(share, table.Effective)) })
        {
            Assert.Equal(expected[0], interval.Low, StatisticsGoldens.Tolerance);
            Assert.Equal(expected[1], interval.High, StatisticsGoldens.Tolerance);
        }
    });
}
