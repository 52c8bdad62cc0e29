using CsCheck;
using Fulcrum.Ladder.Cascades;

namespace Fulcrum.Ladder.Tests.Cascades;

public class ThresholdSearchTests
{
    private static readonly Gen<DevRow[]> Rows = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 19]).Array[0, 400].Select(rows =>
        rows.Select((row, cluster) => new DevRow(row.Item1 / 20.0, row.Item2 == 0, cluster)).ToArray());

    // The sums of exact fractions, rounded once: C(n, k) p^k (1 - p)^(n - k).
    [Theory]
    [InlineData(0, 230, 0.01, 0.09910481551887486)]
    [InlineData(1, 10, 0.1, 0.7360989291)]
    [InlineData(3, 400, 0.01, 0.43248795613256424)]
    [InlineData(12, 2000, 0.01, 0.03830767761147439)]
    [InlineData(45, 1000, 0.05, 0.26096431749141386)]
    public void The_binomial_tail_is_that_of_exact_fractions(int events, int count, double probability, double tail) =>
        Assert.Equal(tail, BinomialTail.AtMost(events, count, probability), 12);

    [Fact]
    public void The_binomial_tail_of_many_rows_does_not_underflow() => Assert.InRange(BinomialTail.AtMost(100_000, 1_000_000, 0.1), 0.499, 0.502);

    [Fact]
    public void At_one_point_and_90_percent_230_rows_are_needed()
    {
        Assert.Equal(230, ThresholdSearch.RowsNeeded(0.01, 0.9));
        Assert.Null(ThresholdSearch.Find(Good(229), 0.01, 0.9));
        Assert.NotNull(ThresholdSearch.Find(Good(230), 0.01, 0.9));
    }

    [Fact]
    public void Where_the_cheap_rung_loses_nothing_it_keeps_everything()
    {
        var chosen = ThresholdSearch.Find(Good(300), 0.01, 0.9)!.Value;

        Assert.Equal((300, 0), (chosen.Kept, chosen.Lost));
        Assert.True(chosen.Threshold < 0.5);
    }

    [Fact]
    public void Where_its_surest_rows_are_lost_it_keeps_nothing()
    {
        DevRow[] rows = [.. Enumerable.Range(0, 300).Select(i => new DevRow(i < 30 ? 0.99 : 0.6, i < 30, i))];

        Assert.Equal((ChosenThreshold.KeepsNothing, 0), (ThresholdSearch.Find(rows, 0.01, 0.9)!.Value.Threshold, ThresholdSearch.Find(rows, 0.01, 0.9)!.Value.Kept));
    }

    [Fact]
    public void The_threshold_keeps_the_rows_that_were_counted_and_is_the_lowest_that_is_safe() => Rows.Sample(rows =>
    {
        const double margin = 0.05;
        if (ThresholdSearch.Find(rows, margin, 0.9) is not { } chosen)
        {
            Assert.True(BinomialTail.AtMost(0, rows.Length, margin) > 0.1);
            return;
        }

        Assert.Equal(chosen.Kept, rows.Count(row => row.Confidence >= chosen.Threshold));
        Assert.Equal(chosen.Lost, rows.Count(row => row.Confidence >= chosen.Threshold && row.IsLost));
        Assert.True(chosen.PValue <= 0.1);
        var left = rows.Where(row => row.Confidence < chosen.Threshold).ToArray();
        if (left.Length == 0) return;
        var next = left.Max(row => row.Confidence);
        Assert.True(BinomialTail.AtMost(rows.Count(row => row.Confidence >= next && row.IsLost), rows.Length, margin) > 0.1);
    });

    [Fact]
    public void Groups_of_one_row_give_no_more_than_rows_that_stand_for_themselves() => Gen.Int[0, 20].Sample(lost =>
    {
        var perGroup = Enumerable.Range(0, 400).Select(group => group < lost ? 1 : 0).ToArray();
        Assert.True(GroupBetting.PValue(perGroup, [.. Enumerable.Repeat(1, 400)], 0.05) >= BinomialTail.AtMost(lost, 400, 0.05));
    });

    [Fact]
    public void The_guarantee_is_broken_in_at_most_one_of_ten_draws_of_dev()
    {
        // A row of confidence c is lost with probability 0.4 (1 - c), c even between 0 and 1: the risk of the threshold t is 0.2 (1 - t)².
        var random = new Random(1);
        const int draws = 3000;
        const double margin = 0.05;
        var (broken, kept) = (0, 0.0);
        for (var draw = 0; draw < draws; draw++)
        {
            DevRow[] rows = [.. Enumerable.Range(0, 400).Select(row => (Row: row, Confidence: random.NextDouble())).Select(row => new DevRow(row.Confidence, random.NextDouble() < 0.4 * (1 - row.Confidence), row.Row))];
            var threshold = ThresholdSearch.Find(rows, margin, 0.9)!.Value.Threshold;
            if (threshold > 1) continue;
            kept += 1 - threshold;
            if (0.2 * (1 - threshold) * (1 - threshold) > margin) broken++;
        }

        Assert.InRange(broken / (double)draws, 0.05, 0.1);
        // At best half of the rows could be kept.
        Assert.True(kept / draws > 0.4, $"{kept / draws}");
    }

    [Fact]
    public void The_guarantee_holds_for_rows_that_share_the_fate_of_their_group()
    {
        // Groups of 1 to 5 rows, all of one confidence, all lost or none.
        var random = new Random(2);
        const int draws = 1000;
        const double margin = 0.05;
        var (broken, kept) = (0, 0.0);
        for (var draw = 0; draw < draws; draw++)
        {
            var rows = new List<DevRow>();
            for (var group = 0; group < 250; group++)
            {
                var (confidence, size) = (random.NextDouble(), 1 + random.Next(5));
                var isLost = random.NextDouble() < 0.4 * (1 - confidence);
                rows.AddRange(Enumerable.Range(0, size).Select(_ => new DevRow(confidence, isLost, group)));
            }

            var threshold = ThresholdSearch.Find(rows, margin, 0.9)!.Value.Threshold;
            if (threshold > 1) continue;
            kept += 1 - threshold;
            if (0.2 * (1 - threshold) * (1 - threshold) > margin) broken++;
        }

        Assert.InRange(broken / (double)draws, 0, 0.1);
        Assert.True(kept / draws > 0.2, $"{kept / draws}");
    }

    private static DevRow[] Good(int count) => [.. Enumerable.Range(0, count).Select(row => new DevRow(0.5 + (row % 10 / 20.0), false, row))];
}
