using System.Text.RegularExpressions;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Tests;
using Fulcrum.Web.Charts;
using Fulcrum.Web.Tests.MadeUp;

namespace Fulcrum.Web.Tests.Charts;

public class ChartApprovalTests
{
    [Theory]
    [InlineData(CostKind.Money)]
    [InlineData(CostKind.Memory)]
    public async Task The_cost_chart_is_as_approved(CostKind kind)
    {
        ChartPoint[] points =
        [
            new("classical", RungClass.NoModel, new(0.897, 0.863, 0.923), kind == CostKind.Money ? new(0.002, 0.0015, 0.003) : Alone(4.1e8)),
            new("few-shot", RungClass.OutOfTheBox, new(0.82, 0.779, 0.855), kind == CostKind.Money ? Alone(0.4) : Alone(1.1e9)) { Dominated = true },
            new("lora", RungClass.ParameterEfficient, new(0.971, 0.954, 0.983), kind == CostKind.Money ? Alone(0.05) : Alone(2.4e9)) { Recommended = true, Rows = 60 },
            new("full", RungClass.FullTune, new(0.98, 0.96, 0.99), kind == CostKind.Money ? Alone(0.06) : Alone(4e9)) { LeftOut = true },
        ];
        await VerifyAsync<CostChart>($"cost-chart-{kind}".ToLowerInvariant(), new()
        {
            [nameof(CostChart.Id)] = "c",
            [nameof(CostChart.Points)] = points,
            [nameof(CostChart.Kind)] = kind,
        });

        static Interval Alone(double value) => new(value, value, value);
    }

    [Fact]
    public async Task The_forest_plot_is_as_approved() =>
        await VerifyAsync<ForestChart>("forest", new()
        {
            [nameof(ForestChart.Id)] = "f",
            [nameof(ForestChart.Leader)] = "lora",
            [nameof(ForestChart.Margin)] = 0.01,
            [nameof(ForestChart.Rows)] = new ForestRow[]
            {
                new("lora", RungClass.ParameterEfficient, null),
                new("classical", RungClass.NoModel, new(-0.004, -0.021, 0.013)) { Recommended = true },
                new("head", RungClass.ParameterEfficient, new(-0.05, -0.09, -0.01)) { Rows = 60 },
                new("majority", RungClass.NoModel, new(-0.52, -0.58, -0.46)) { MayBeOff = true },
            },
            [nameof(ForestChart.Uncompared)] = new UncomparedRow[] { new("scratch", "not judged") },
        });

    [Fact]
    public async Task The_learning_curves_are_as_approved() =>
        await VerifyAsync<CurveChart>("curves", new()
        {
            [nameof(CurveChart.Id)] = "l",
            [nameof(CurveChart.Curves)] = new LearningCurve[]
            {
                new("lora", RungClass.ParameterEfficient, [new(64, MadeUpTrial.Around(0.7, 0.06), 60, 9), new(256, MadeUpTrial.Around(0.9), 240, 30), new(1024, MadeUpTrial.Around(0.97), 240, 100)], true),
                new("head", RungClass.ParameterEfficient, [new(64, MadeUpTrial.Around(0.8, 0.05), 60, 1), new(256, MadeUpTrial.Around(0.91), 240, 2)], false),
            },
        });

    [Fact]
    public async Task Cost_against_volume_is_as_approved() =>
        await VerifyAsync<VolumeChart>("volume", new()
        {
            [nameof(VolumeChart.Id)] = "v",
            [nameof(VolumeChart.Volume)] = 100_000.0,
            [nameof(VolumeChart.Lines)] = new VolumeLine[] { new("classical", RungClass.NoModel, 0.01, 0.002, true), new("head", RungClass.ParameterEfficient, 2, 0.001, false) },
            [nameof(VolumeChart.Crossings)] = new VolumeCrossing[] { new("classical", "head", new(1_990_000, 900_000, double.PositiveInfinity), 3.99) },
        });

    [Fact]
    public async Task What_becomes_of_accuracy_on_other_texts_is_as_approved() =>
        await VerifyAsync<IntervalRows>("rows", new()
        {
            [nameof(IntervalRows.Id)] = "r",
            [nameof(IntervalRows.Title)] = "Accuracy",
            [nameof(IntervalRows.Unit)] = "accuracy, %",
            [nameof(IntervalRows.Other)] = "shifted",
            [nameof(IntervalRows.Rows)] = new IntervalRow[]
            {
                new("classical", null, RungClass.NoModel, MadeUpTrial.Around(0.9), MadeUpTrial.Around(0.7), false) { Rows = 60 },
                new("lora", "SmolLM2-135M-Instruct", RungClass.ParameterEfficient, MadeUpTrial.Around(0.97), MadeUpTrial.Around(0.91), true),
            },
        });

    [Fact]
    public async Task The_reliability_diagram_is_as_approved() =>
        await VerifyAsync<ReliabilityChart>("reliability", new()
        {
            [nameof(ReliabilityChart.Id)] = "d",
            [nameof(ReliabilityChart.Bins)] = MadeUpReport.Small().Trials[1].Test!.Calibration,
            [nameof(ReliabilityChart.Style)] = "c-none",
        });

    [Fact]
    public async Task The_curve_of_coverage_is_as_approved() =>
        await VerifyAsync<CoverageChart>("coverage", new()
        {
            [nameof(CoverageChart.Id)] = "s",
            [nameof(CoverageChart.Points)] = Enumerable.Range(1, 20).Select(i => new CoveragePoint(i / 20.0, i < 8 ? 0 : 0.012 * (i - 7))).ToArray(),
            [nameof(CoverageChart.Style)] = "c-none",
        });

    private static async Task VerifyAsync<TChart>(string name, Dictionary<string, object?> parameters)
        where TChart : Microsoft.AspNetCore.Components.IComponent
    {
        var html = await StaticRenderer.RenderAsync<TChart>(parameters);
        Approved.Verify(name, "html", Regex.Replace(html, @"\s*\n\s*", "\n"));
    }
}
