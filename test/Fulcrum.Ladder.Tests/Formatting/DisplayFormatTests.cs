using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Formatting;

public class DisplayFormatTests
{
    private static readonly double[] Shares = [-1, -0.3, -0.0004, 0, 0.00042, 0.0049, 0.0123, 0.0994, 0.0996, 0.5, 0.97149, 0.99949, 0.9996, 1, double.NaN];

    private static readonly double[] Amounts =
        [0, 0.00042, 0.0123, 0.5, 0.99949, 0.9996, 1, 4.24, 9.94, 9.96, 59.4, 59.6, 72, 999, 999.9, 3599.7, 7500, 86_399.9, 274_000, 999_960, 1_234_567, 134_515_008, 2.4e9, 7.1e12, double.PositiveInfinity];

    [Fact]
    public void Figures_read_as_approved()
    {
        var text = new StringBuilder();
        void Column(string name, double[] numbers, Func<double, string> format)
        {
            text.AppendLine(name);
            foreach (var number in numbers) text.AppendLine(CultureInfo.InvariantCulture, $"  {number,-12} {format(number).Replace('\u202f', '_')}");
        }

        Column("Percent", Shares, DisplayFormat.Percent);
        Column("Points", Shares, DisplayFormat.Points);
        Column("PValue", Shares, DisplayFormat.PValue);
        Column("Duration", Amounts, DisplayFormat.Duration);
        Column("Milliseconds", Amounts, DisplayFormat.Milliseconds);
        Column("Bytes", Amounts, bytes => DisplayFormat.Bytes(bytes));
        Column("Compact", Amounts, DisplayFormat.Compact);
        Column("Number", Amounts, DisplayFormat.Number);
        Approved.Verify("human", "txt", text.ToString());
    }

    [Fact]
    public void Intervals_stand_in_brackets()
    {
        Assert.Equal("97.1\u202f% [95.4, 98.3]", DisplayFormat.Percent(new Interval(0.971, 0.954, 0.983)));
        Assert.Equal("−7.4 [−9.8, −5.1]", DisplayFormat.Points(new Interval(-0.074, -0.098, -0.051)));
        Assert.Equal("+0.5 [−1.0, +2.0]", DisplayFormat.Points(new Interval(0.005, -0.01, 0.02)));
        Assert.Equal("97.1\u202f%", DisplayFormat.Percent(new Interval(0.971, double.NaN, double.NaN)));
    }

    [Fact]
    public void A_rounded_zero_has_no_sign()
    {
        Assert.Equal("0.0", DisplayFormat.Points(-0.0001));
        Assert.Equal("0.0", DisplayFormat.Points(0.0001));
    }

    [Fact]
    public void Money_keeps_two_digits_where_it_is_little_and_cents_where_it_is_not() => Assert.Equal(
        ["$0", "<\u202f$0.00001", "$0.00042", "$0.001", "$0.13", "$12.50", "$1,250", "–"],
        new[] { 0, 4e-6, 0.00042, 0.001, 0.13, 12.5, 1250, double.NaN }.Select(DisplayFormat.Dollars));

    [Fact]
    public void Probabilities_are_never_rounded_to_certainty() => Assert.Equal(
        ["<\u202f.01", ".50", ".93", ">\u202f.99"], new[] { 0, 0.5, 0.93, 1.0 }.Select(DisplayFormat.Probability));

    [Fact]
    public void Counts_have_separators() => Assert.Equal("1,234,567", DisplayFormat.Count(1_234_567));

    [Fact]
    public void Moments_keep_their_offset()
    {
        Assert.Equal("23 November 2026, 19:25 UTC", DisplayFormat.Moment(new(2026, 11, 23, 19, 25, 0, TimeSpan.Zero)));
        Assert.Equal("23 November 2026, 19:25 UTC+01:00", DisplayFormat.Moment(new(2026, 11, 23, 19, 25, 0, TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Settings_read_without_quotes()
    {
        Assert.Equal("naive Bayes", DisplayFormat.Setting("naive Bayes"));
        Assert.Equal("0.0002", DisplayFormat.Setting(0.0002));
        Assert.Equal("0.0002, 0.0005", DisplayFormat.Setting(new JsonArray(0.0002, 0.0005)));
        Assert.Equal("{\"ä\":[1,{}]}", DisplayFormat.Setting(new JsonObject { ["ä"] = new JsonArray(1, new JsonObject()) }));
        Assert.Equal("–", DisplayFormat.Setting(null));
    }

    [Fact]
    public void Every_number_has_a_short_text() => Gen.Double.Sample(number =>
    {
        foreach (var format in new Func<double, string>[] { DisplayFormat.Duration, bytes => DisplayFormat.Bytes(bytes), DisplayFormat.Compact, DisplayFormat.Number, DisplayFormat.PValue })
            Assert.NotEmpty(format(number));
    });
}
