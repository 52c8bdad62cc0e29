using CsCheck;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Web.Charts;
using Fulcrum.Web.Tests.MadeUp;

namespace Fulcrum.Web.Tests.Charts;

public class AxisTests
{
    [Fact]
    public void Shares_are_marked_in_round_per_cents()
    {
        var axis = Axis.Shares([MadeUpTrial.Around(0.52), MadeUpTrial.Around(0.97)]);
        Assert.Equal(["40", "50", "60", "70", "80", "90", "100"], axis.Ticks.Select(t => t.Label));
    }

    [Fact]
    public void Times_are_marked_as_on_a_clock() =>
        Assert.Equal(["1\u202fs", "10\u202fs", "1\u202fmin", "10\u202fmin", "1\u202fh"], Axis.Seconds([0.7, 4000]).Ticks.Select(t => t.Label));

    [Fact]
    public void Bytes_begin_at_zero() =>
        Assert.Equal(["0\u202fB", "500\u202fMB", "1\u202fGB", "1.5\u202fGB", "2\u202fGB", "2.5\u202fGB"], Axis.Bytes([2.4e9, 1e9]).Ticks.Select(t => t.Label));

    [Fact]
    public void Money_is_marked_by_the_decade_and_what_is_next_to_nothing_stands_at_the_first_mark() =>
        Assert.Equal(["≤\u202f$0.00001", "$0.0001", "$0.001", "$0.01", "$0.10"], CostKindNames.AxisOf(CostKind.Money, [0, 0.1], 6).Ticks.Select(t => t.Label));

    [Fact]
    public void Little_training_stands_at_the_first_mark() =>
        Assert.Equal(["≤\u202f100\u202fms", "1\u202fs", "10\u202fs", "1\u202fmin"], CostKindNames.AxisOf(CostKind.Training, [0, 60], 6).Ticks.Select(t => t.Label));

    [Fact]
    public void Differences_are_marked_with_their_sign_around_zero() =>
        Assert.Equal(["−6", "−4", "−2", "0", "+2"], Axis.Points([new(-0.03, -0.055, 0.011)]).Ticks.Select(t => t.Label));

    [Fact]
    public void Any_amounts_have_a_range_and_few_ticks_within() => Gen.Double[0, 1e6].Array[0, 12].Sample(values =>
        Check(Axis.Logarithmic(values, v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)), 6));

    [Fact]
    public void Any_differences_have_a_range_and_few_ticks_within() => Gen.Double[-1, 1].Array[0, 12].Sample(values =>
        Check(Axis.Points(values.Select(v => new Interval(v, v - 0.02, v + 0.02))), 9));

    [Fact]
    public void Any_shares_have_a_range_and_few_ticks_within() => Gen.Double[0, 1].Array[0, 12].Sample(values =>
        Check(Axis.Shares(values.Select(v => MadeUpTrial.Around(v))), 9));

    [Fact]
    public void Any_seconds_have_a_range_and_few_ticks_within() => Gen.Double[0, 1e7].Array[0, 12].Sample(values => Check(Axis.Seconds(values), 6));

    [Fact]
    public void Any_bytes_have_a_range_and_few_ticks_within() => Gen.Double[0, 1e12].Array[0, 12].Sample(values => Check(Axis.Bytes(values), 8));

    private static void Check(Axis axis, int most)
    {
        Assert.True(axis.From < axis.To);
        Assert.InRange(axis.Ticks.Count, 1, most);
        Assert.All(axis.Ticks, t => Assert.InRange(t.Value, axis.From - 1e-9, axis.To * (1 + 1e-9)));
        Assert.Equal(axis.Ticks.Count, axis.Ticks.Select(t => t.Label).Distinct().Count());
    }
}
