using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Tests.Verdicts;

public sealed class FiguresTests
{
    [Fact]
    public void A_share_stands_in_percent_with_its_interval() =>
        Assert.Equal("97.1 % [95.4, 98.3]", Figures.Percent(new Interval(0.9712, 0.954, 0.983)));

    [Theory]
    [InlineData(0.074, 0.05, 0.099, "+7.4 points [5.0, 9.9]")]
    [InlineData(-0.011, -0.03, 0.008, "−1.1 points [−3.0, 0.8]")]
    [InlineData(0, -0.01, 0.01, "+0.0 points [−1.0, 1.0]")]
    public void A_difference_stands_in_points_with_its_sign(double value, double low, double high, string text) =>
        Assert.Equal(text, Figures.Points(new Interval(value, low, high)));

    [Theory]
    [InlineData(0.0004, "p < .001")]
    [InlineData(0.0344, "p = .034")]
    [InlineData(0.5, "p = .500")]
    [InlineData(1, "p > .999")]
    public void A_p_value_has_three_digits_at_most(double p, string text) => Assert.Equal(text, Figures.PValue(p));

    [Theory]
    [InlineData(0.44, "0.4 s")]
    [InlineData(34.6, "35 s")]
    [InlineData(703, "12 min")]
    public void Time_stands_in_the_unit_that_suits_it(double seconds, string text) => Assert.Equal(text, Figures.Seconds(seconds));
}
