using CsCheck;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Tests;
using Fulcrum.Web.Charts;
using Fulcrum.Web.Tests.MadeUp;

namespace Fulcrum.Web.Tests.Charts;

public class CostChartLayoutTests
{
    private static readonly string[] Names = [.. TestRungs.Catalog.All.Select(r => r.Name), "lora · SmolLM2-135M-Instruct", "full · Some-Very-Long-Name"];

    private static readonly Gen<ChartPoint[]> Points = Gen.Select(Gen.Int[0, Names.Length - 1].Select(i => Names[i]), Gen.Double[0.3, 1], Gen.Double[0.1, 5000])
        .Select((name, accuracy, cost) => new ChartPoint(name, RungClass.NoModel, MadeUpTrial.Around(accuracy), Alone(cost)))
        .Array[1, 12];

    [Theory]
    [InlineData(540, 380)]
    [InlineData(320, 340)]
    public void Labels_hide_neither_each_other_nor_a_marker_and_stay_inside(double width, double height) => Points.Sample(points =>
    {
        var placed = new CostChartLayout(points, CostKind.Money, width, height).Points;
        foreach (var (i, one) in placed.Index())
        {
            Assert.InRange(one.Label.Left, 0, width - one.Label.Width);
            Assert.InRange(one.Label.Top, 0, height - one.Label.Height);
            Assert.All(placed, other => Assert.False(one.Label.Overlaps(other.Marker), $"{one.Text} hides a point"));
            Assert.All(placed.Skip(i + 1), other => Assert.False(one.Label.Overlaps(other.Label), $"{one.Text} hides {other.Text}"));
        }
    }, iter: 300);

    [Fact]
    public void Higher_accuracy_stands_higher_and_higher_cost_further_right()
    {
        ChartPoint[] points =
        [
            new("low", RungClass.NoModel, MadeUpTrial.Around(0.6), Alone(10)),
            new("high", RungClass.NoModel, MadeUpTrial.Around(0.9), Alone(100)),
        ];
        var placed = new CostChartLayout(points, CostKind.Money, 540, 380).Points;
        Assert.True(placed[1].Y < placed[0].Y);
        Assert.True(placed[1].X > placed[0].X);
    }

    [Fact]
    public void Equal_points_are_told_apart_by_their_labels()
    {
        var points = Enumerable.Range(0, 12).Select(i => new ChartPoint($"few-shot {i}", RungClass.OutOfTheBox, Alone(0.8), Alone(60))).ToList();
        var labels = new CostChartLayout(points, CostKind.Memory, 320, 340).Points.Select(p => p.Label).ToList();
        foreach (var (i, label) in labels.Index()) Assert.DoesNotContain(labels.Skip(i + 1), label.Overlaps);
    }

    [Fact]
    public void The_front_climbs_from_the_cheapest_in_stairs_and_passes_over_what_is_beaten_or_left_out()
    {
        ChartPoint[] points =
        [
            new("cheap", RungClass.NoModel, Alone(0.6), Alone(1)),
            new("beaten", RungClass.NoModel, Alone(0.5), Alone(5)),
            new("left out", RungClass.NoModel, Alone(0.99), Alone(7)) { LeftOut = true },
            new("best", RungClass.NoModel, Alone(0.9), Alone(10)),
        ];
        var layout = new CostChartLayout(points, CostKind.Money, 540, 380);
        var (cheap, best) = (layout.Points[0], layout.Points[3]);
        Assert.Equal([(cheap.X, cheap.Y), (best.X, cheap.Y), (best.X, best.Y), (layout.Plot.Right, best.Y)], layout.Front);
    }

    private static Interval Alone(double value) => new(value, value, value);
}
