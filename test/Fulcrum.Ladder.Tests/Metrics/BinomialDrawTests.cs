using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Tests.Metrics;

public class BinomialDrawTests
{
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(20, 0.1)]
    [InlineData(20, 0.95)]
    [InlineData(40, 0.5)]
    [InlineData(200, 0.06)]
    [InlineData(60, 0.8)]
    public void Every_number_of_successes_is_as_frequent_as_its_probability(int trials, double probability)
    {
        const int draws = 200_000;
        var random = new Random(1);
        var counts = new int[trials + 1];
        for (var i = 0; i < draws; i++) counts[BinomialDraw.Next(random, trials, probability)]++;

        // Six standard errors, and one draw for those that are hardly ever seen.
        var expected = Math.Pow(1 - probability, trials);
        for (var k = 0; k <= trials; k++)
        {
            var error = (6 * Math.Sqrt(draws * expected * (1 - expected))) + 1;
            Assert.InRange(counts[k], (draws * expected) - error, (draws * expected) + error);
            expected *= (trials - k) * probability / ((k + 1) * (1 - probability));
        }
    }

    [Fact]
    public void Of_a_million_trials_mean_and_variance_are_those_of_the_distribution()
    {
        var random = new Random(1);
        double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => (double)BinomialDraw.Next(random, 1_000_000, 0.2))];
        var mean = draws.Average();
        Assert.Equal(200_000, mean, 400 * 5 / Math.Sqrt(draws.Length));
        Assert.InRange(draws.Average(d => (d - mean) * (d - mean)) / 160_000, 0.97, 1.03);
    }

    [Theory]
    [InlineData(0, 0.5, 0)]
    [InlineData(7, 0, 0)]
    [InlineData(7, 1, 7)]
    public void What_is_certain_is_drawn(int trials, double probability, int successes) =>
        Assert.Equal(successes, BinomialDraw.Next(new Random(1), trials, probability));
}
