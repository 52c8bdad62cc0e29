using CsCheck;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Tests.Costs;

public sealed class CostOrderTests
{
    private static readonly ServingTerms Terms = new(100_000, 0.1, 12);

    private static readonly Gen<ServingCost> Costs = Gen.Select(Gen.Double[0, 3], Gen.Long[100, 120], Gen.Int[0, 4], Gen.Int[0, 1])
        .Select((month, memory, rung, known) => Cost($"{month}-{memory}-{rung}-{known}", month, known == 0 ? null : memory, (RungClass)rung));

    [Fact]
    public void What_a_month_costs_comes_first() => Assert.Equal("a", CostOrder.Cheapest([Cost("a", 1, 900, RungClass.FromScratch), Cost("b", 1.06, 100)]).Trial);

    [Fact]
    public void Five_percent_or_less_than_a_cent_are_no_difference_and_memory_decides()
    {
        Assert.Equal("b", CostOrder.Cheapest([Cost("a", 1, 900), Cost("b", 1.05, 100)]).Trial);
        Assert.Equal("b", CostOrder.Cheapest([Cost("a", 0.001, 900), Cost("b", 0.0109, 100)]).Trial);
        Assert.Equal("a", CostOrder.Cheapest([Cost("a", 0.001, 900), Cost("b", 0.0111, 100)]).Trial);
    }

    [Fact]
    public void With_equal_memory_upkeep_decides() =>
        Assert.Equal("b", CostOrder.Cheapest([Cost("a", 1, 100, RungClass.ParameterEfficient), Cost("b", 1.04, 105, RungClass.OutOfTheBox)]).Trial);

    [Fact]
    public void Memory_that_is_not_known_does_not_decide() =>
        Assert.Equal("b", CostOrder.Cheapest([Cost("a", 1, 100, RungClass.FullTune), Cost("b", 1, null, RungClass.NoModel)]).Trial);

    [Fact]
    public void The_order_of_the_list_never_matters() => Costs.Array[1, 12].Select(Gen.Int[0, 1000], (costs, seed) => (costs, seed)).Sample(sample =>
    {
        var shuffled = sample.costs.ToArray();
        new Random(sample.seed).Shuffle(shuffled);
        return CostOrder.Sort(sample.costs).Select(cost => cost.Trial).SequenceEqual(CostOrder.Sort(shuffled).Select(cost => cost.Trial));
    });

    [Fact]
    public void The_cheapest_is_at_most_what_is_not_noticed_above_the_lowest_price() => Costs.Array[1, 12].Sample(costs =>
        CostOrder.Cheapest(costs).PerMonth.Value - costs.Min(cost => cost.PerMonth.Value) is var more
        && (more < CostOrder.Unnoticed || more <= CostOrder.Tolerance * costs.Min(cost => cost.PerMonth.Value) + 1e-12));

    [Fact]
    public void A_comparison_the_other_way_round_says_the_opposite() => Costs.Array[2].Sample(pair =>
        CostOrder.Compare(pair[0], pair[1]) == -CostOrder.Compare(pair[1], pair[0]));

    [Fact]
    public void A_trial_is_dominated_by_those_that_are_nowhere_worse_and_somewhere_better()
    {
        var dominated = Dominance.Find(
        [
            (0.9, Cost("good", 1, 100)),
            (0.9, Cost("same", 1, 100)),
            (0.9, Cost("dear", 2, 100)),
            (0.95, Cost("better", 3, 300)),
            (0.8, Cost("bad", 3, 300)),
            (0.1, Cost("unknown", 0.5, null)),
        ]);
        Assert.Equal(["dear: good same", "bad: better dear good same"], dominated.Select(one => $"{one.Trial}: {string.Join(' ', one.By)}"));
    }

    [Fact]
    public void Break_even_is_where_saved_requests_have_paid_for_training()
    {
        // 12 of training over 12 months: 1 a month; a request is 0.001 cheaper.
        var even = BreakEven.Of(Request("prompt", 0, 2, 1.8, 2.2), Request("tuned", 12, 1, 0.9, 1.1))!;
        Assert.Equal(("prompt", "tuned"), (even.CheaperBelow, even.CheaperAbove));
        Assert.Equal(1000, even.Volume, 9);
        Assert.Equal(1 / ((2.2 - 0.9) / 1000), even.Low, 9);
        Assert.Equal(1 / ((1.8 - 1.1) / 1000), even.High!.Value, 9);
        Assert.Equal(even, BreakEven.Of(Request("tuned", 12, 1, 0.9, 1.1), Request("prompt", 0, 2, 1.8, 2.2)));
    }

    [Fact]
    public void Where_ranges_overlap_break_even_has_no_upper_end() =>
        Assert.Null(BreakEven.Of(Request("prompt", 0, 2, 1, 3), Request("tuned", 12, 1, 0.5, 1.5))!.High);

    [Fact]
    public void Where_one_is_cheaper_at_every_volume_there_is_no_break_even()
    {
        Assert.Null(BreakEven.Of(Request("a", 0, 1, 1, 1), Request("b", 12, 2, 2, 2)));
        Assert.Null(BreakEven.Of(Request("a", 0, 1, 1, 1), Request("b", 12, 1, 1, 1)));
        Assert.Null(BreakEven.Of(Request("a", 5, 1, 1, 1), Request("b", 5, 2, 2, 2)));
    }

    [Fact]
    public void At_break_even_both_cost_the_same_per_month() => Gen.Select(Gen.Double[0, 10], Gen.Double[0, 10], Gen.Double[0.1, 5], Gen.Double[0.1, 5]).Sample((one, other, first, second) =>
        BreakEven.Of(Request("a", one, first, first, first), Request("b", other, second, second, second)) is not { } even
        || Math.Abs((even.Volume * first / 1000) + (one / 12) - (even.Volume * second / 1000) - (other / 12)) < 1e-6);

    private static ServingCost Request(string trial, double training, double thousand, double low, double high) =>
        Cost(trial, 1, 1) with { Training = training, PerThousand = new Interval(thousand, low, high) };

    private static ServingCost Cost(string trial, double month, long? memory, RungClass rung = RungClass.NoModel) => new()
    {
        Trial = trial,
        Class = rung,
        Terms = Terms,
        SecondsPerText = new Interval(1, 1, 1),
        LatencyP50 = 1,
        LatencyP95 = 1,
        MemoryBytes = memory,
        PerThousand = new Interval(month, month, month),
        Training = 0,
        PerMonth = new Interval(month, month, month),
        Machines = 1,
    };
}
