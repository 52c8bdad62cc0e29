using CsCheck;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Tests.Verdicts;

public sealed class PairedTestsTests
{
    private static readonly Gen<(int B, int C, int N)> Tables =
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400], Gen.Int[1, 400]).Select((b, c, rest) => (b, c, b + c + rest));

    // b, c = 1, 7 of 21: Bentur et al. 2009 as analyzed by Fagerland, Lydersen and Laake 2014 (Statistics in Medicine 33, 2850-2875).
    [Theory]
    [InlineData(1, 7, 0.0391)]
    [InlineData(0, 5, 0.03125)]
    [InlineData(1, 2, 0.625)]
    [InlineData(4, 4, 1)]
    [InlineData(0, 0, 1)]
    public void McNemars_mid_p_meets_published_and_hand_computed_values(int b, int c, double p) =>
        Assert.Equal(p, McNemar.MidP(b, c), 4);

    [Fact]
    public void McNemars_test_is_symmetric_a_probability_and_smaller_the_more_lopsided() =>
        Tables.Sample(t => McNemar.MidP(t.B, t.C) == McNemar.MidP(t.C, t.B)
            && McNemar.MidP(t.B, t.C) is > 0 and <= 1
            && (t.B > t.C || McNemar.MidP(t.B, t.C + 1) <= McNemar.MidP(t.B, t.C) + 1e-12));

    [Fact]
    public void McNemars_test_does_not_underflow_on_large_tables()
    {
        // The normal approximation: z = 100 / √3900 = 1.6013, two-sided p = .1093.
        Assert.Equal(0.1093, McNemar.MidP(1900, 2000), 3);
    }

    // By hand: of the eight sums ±3 ±1 ±1, |sum| = 5 comes twice and 3 four times, and so on.
    [Theory]
    [InlineData(new[] { 2, 1 }, 0.25)]
    [InlineData(new[] { 3, -1 }, 0.75)]
    [InlineData(new[] { 3, 1, 1 }, 0.125)]
    [InlineData(new[] { 3, 1, -1 }, 0.5)]
    [InlineData(new[] { 5, 0, 0 }, 0.5)]
    [InlineData(new[] { 4, -4 }, 1)]
    [InlineData(new int[0], 1)]
    public void The_sign_flip_test_counts_the_flips_that_lead_as_far(int[] leads, double p) =>
        Assert.Equal(p, SignFlipTest.MidP(leads), 12);

    [Fact]
    public void On_groups_of_one_the_sign_flip_test_is_McNemars() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60]).Sample((b, c) => Math.Abs(
            SignFlipTest.MidP([.. Enumerable.Repeat(1, b), .. Enumerable.Repeat(-1, c), 0]) - McNemar.MidP(b, c)) < 1e-12);

    [Fact]
    public void The_sign_flip_test_does_not_care_how_large_equal_groups_are() =>
        Gen.Select(Gen.Int[-5, 5].Array[0, 30], Gen.Int[2, 9]).Sample((leads, k) =>
            Math.Abs(SignFlipTest.MidP(leads) - SignFlipTest.MidP([.. leads.Select(lead => k * lead)])) < 1e-12);

    [Fact]
    public void The_sign_flip_test_of_very_many_groups_is_near_McNemars() =>
        Assert.Equal(
            McNemar.MidP(25_300, 24_700), SignFlipTest.MidP([.. Enumerable.Repeat(1, 25_300), .. Enumerable.Repeat(-1, 24_700)]), 4);

    [Fact]
    public void Holms_correction_meets_its_textbook_example() =>
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Holms_correction_keeps_the_order_never_lowers_and_never_exceeds_Bonferroni() =>
        Gen.Double[0, 1].List[0, 12].Sample(p =>
        {
            var adjusted = Holm.Adjust(p);
            var inOrder = Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Select(i => adjusted[i]).ToArray();
            return inOrder.Zip(inOrder.Skip(1)).All(pair => pair.First <= pair.Second)
                && p.Zip(adjusted).All(pair => pair.First <= pair.Second && pair.Second <= 1)
                && p.Count(q => q * p.Count < 0.05) <= adjusted.Count(q => q < 0.05);
        });

    // The same table as above; Tango's interval as published there.
    [Fact]
    public void Tangos_interval_meets_its_published_value()
    {
        var interval = PairedDifference.Compute(1, 7, 21);
        Assert.Equal(-0.286, interval.Value, 3);
        Assert.Equal(-0.517, interval.Low, 3);
        Assert.Equal(-0.026, interval.High, 3);
    }

    [Fact]
    public void Tangos_interval_holds_the_difference_stays_in_range_and_mirrors() =>
        Tables.Sample(t =>
        {
            var (there, back) = (PairedDifference.Compute(t.B, t.C, t.N), PairedDifference.Compute(t.C, t.B, t.N));
            return -1 <= there.Low && there.Low <= there.Value && there.Value <= there.High && there.High <= 1
                && Math.Abs(there.Low + back.High) < 1e-9 && Math.Abs(there.High + back.Low) < 1e-9;
        });

    [Fact]
    public void Tangos_interval_exists_without_any_disagreement_and_with_nothing_else()
    {
        var none = PairedDifference.Compute(0, 0, 100);
        Assert.Equal(0, none.Value);
        Assert.InRange(none.High, 0.03, 0.04);
        var all = PairedDifference.Compute(50, 0, 50);
        Assert.Equal((1, 1), (all.Value, all.High));

        // By hand: with c = 0 and b = n the score is √(n (1 - Δ) / (1 + Δ)), so Δ = (1 - z²/n) / (1 + z²/n).
        Assert.Equal(0.8573, all.Low, 4);
    }

    // Rows needed for 80 % power, from the table in the project's notes on statistics.
    [Theory]
    [InlineData(0.05, 0.01, 3923)]
    [InlineData(0.05, 0.02, 979)]
    [InlineData(0.05, 0.03, 434)]
    [InlineData(0.05, 0.05, 155)]
    [InlineData(0.10, 0.01, 7847)]
    [InlineData(0.10, 0.05, 312)]
    [InlineData(0.20, 0.02, 3923)]
    [InlineData(0.20, 0.05, 626)]
    public void The_minimum_detectable_effect_inverts_the_published_sample_sizes(double discordance, double difference, int rows)
    {
        Assert.InRange(MinimumDetectableEffect.ExamplesNeeded(difference, discordance, zLevel: 1.959964), rows - 1, rows + 1);
        Assert.Equal(difference, MinimumDetectableEffect.Compute(rows, discordance, alpha: 0.05)!.Value, tolerance: 0.0001);
    }

    [Fact]
    public void Where_not_even_all_against_none_would_show_there_is_no_visible_difference()
    {
        Assert.Null(MinimumDetectableEffect.Compute(3, 0.5, alpha: 0.05));
        Assert.NotNull(MinimumDetectableEffect.Compute(4, 0.5, alpha: 0.05));
    }

    [Fact]
    public void A_stricter_level_hides_more() =>
        Assert.True(MinimumDetectableEffect.Compute(500, 0.1, alpha: 0.0125) > MinimumDetectableEffect.Compute(500, 0.1, alpha: 0.05));

    [Fact]
    public void More_rows_never_hide_a_difference() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Double[0, 1]).Sample((n, d) =>
            (MinimumDetectableEffect.Compute(n + 1, d, 0.05) ?? 1) <= (MinimumDetectableEffect.Compute(n, d, 0.05) ?? 1) + 1e-12);

    [Fact]
    public void McNemars_mid_p_is_that_of_SciPy() => Assert.All(
        StatisticsGoldens.Read().Tables, table => Assert.Equal(table.Mcnemar, McNemar.MidP(table.OnlyFirst, table.OnlySecond), StatisticsGoldens.Tolerance));

    [Fact]
    public void The_sign_flip_test_is_the_enumeration_of_all_flips() => Assert.All(
        StatisticsGoldens.Read().Tables, table => Assert.Equal(table.SignFlip, SignFlipTest.MidP(table.Leads), StatisticsGoldens.Tolerance));

    [Fact]
    public void Tangos_interval_is_where_the_score_of_the_likeliest_shares_is_z() => Assert.All(StatisticsGoldens.Read().Tables, table =>
    {
        var interval = PairedDifference.Compute(table.OnlyFirst, table.OnlySecond, table.Rows);
        Assert.Equal(table.Tango[0], interval.Low, StatisticsGoldens.Tolerance);
        Assert.Equal(table.Tango[1], interval.High, StatisticsGoldens.Tolerance);
    });

    [Fact]
    public void The_minimum_detectable_effect_is_the_root_that_SciPy_finds() => Assert.All(StatisticsGoldens.Read().Tables, table =>
    {
        var effect = MinimumDetectableEffect.Compute(table.Rows, (double)(table.OnlyFirst + table.OnlySecond) / table.Rows, table.Alpha);
        Assert.Equal(table.Detectable.HasValue, effect.HasValue);
        Assert.Equal(table.Detectable ?? 0, effect ?? 0, StatisticsGoldens.Tolerance);
    });
}
