using Fulcrum.Ladder.Racing;

namespace Fulcrum.Ladder.Tests.Racing;

public sealed class LeadBoundTests
{
    private const double Alpha = 0.05;

    // Looked at after every row, as a race never does so often.
    [Theory]
    [InlineData(0.0, 0.1)]
    [InlineData(0.0, 0.6)]
    [InlineData(-0.2, 0.4)]
    public void It_is_wrong_as_often_as_it_says_at_most_however_often_it_is_looked_at(double mean, double discordance)
    {
        var random = new Random(1);
        const int draws = 400;
        var wrong = Enumerable.Range(0, draws).Count(_ =>
        {
            double[] leads = [.. Enumerable.Range(0, 150).Select(_ => Lead(random, mean, discordance))];
            return LeadBound.IsBelow(leads, Single(leads.Length), mean, Alpha);
        });
        Assert.InRange(wrong, 0, (Alpha * draws) + (3 * Math.Sqrt(Alpha * draws)));
    }

    [Theory]
    [InlineData(50, -0.5, 0.85)]
    [InlineData(200, -0.25, 0.95)]
    [InlineData(400, -0.15, 0.8)]
    public void It_shows_what_is_clearly_behind(int rows, double mean, double power)
    {
        var random = new Random(2);
        var shown = Enumerable.Range(0, 200).Count(_ =>
        {
            double[] leads = [.. Enumerable.Range(0, rows).Select(_ => Lead(random, mean, Math.Min(1, 0.15 - mean)))];
            return LeadBound.IsBelow(leads, Single(rows), 0, 0.001);
        });
        Assert.InRange(shown, (int)(200 * power), 200);
    }

    [Fact]
    public void The_upper_bound_is_where_the_test_turns_and_narrows_with_rows()
    {
        double[] leads = [.. Enumerable.Range(0, 400).Select(i => i % 5 == 0 ? -1.0 : i % 10 == 1 ? 1 : 0)];
        var (few, many) = (LeadBound.Upper(leads[..50], Single(50), Alpha), LeadBound.Upper(leads, Single(400), Alpha));
        Assert.InRange(many, -0.1, 0.02);
        Assert.InRange(few, many, 0.2);
        Assert.True(LeadBound.IsBelow(leads, Single(400), many + 0.001, Alpha));
        Assert.False(LeadBound.IsBelow(leads, Single(400), many - 0.001, Alpha));
    }

    [Fact]
    public void Four_groups_show_nothing_however_many_rows_they_have()
    {
        double[] leads = [.. Enumerable.Repeat(-1.0, 400)];
        Assert.Equal(1, LeadBound.Upper(leads, [.. Enumerable.Range(0, 400).Select(i => i % 4)], 0.001));
    }

    private static int[] Single(int count) => [.. Enumerable.Range(0, count)];

    private static double Lead(Random random, double mean, double discordance)
    {
        var (up, draw) = ((discordance + mean) / 2, random.NextDouble());
        return draw < up ? 1 : draw < discordance ? -1 : 0;
    }
}
