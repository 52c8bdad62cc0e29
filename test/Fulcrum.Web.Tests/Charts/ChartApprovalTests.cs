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
    [InlineData(CostKind.Time)]
    [InlineData(CostKind.Memory)]
    public async Task The_cost_chart_is_as_approved(CostKind kind)
    {
        ChartPoint[] points =
        [
            new("classical", RungClass.NoModel, new(0.897, 0.863, 0.923), kind == CostKind.Time ? 6.3 : 4.1e8, false),
            new("few-shot", RungClass.OutOfTheBox, new(0.82, 0.779, 0.855), kind == CostKind.Time ? 148 : 1.1e9, false),
            new("lora", RungClass.ParameterEfficient, new(0.971, 0.954, 0.983), kind == CostKind.Time ? 512 : 2.4e9, true),
        ];
        await VerifyAsync<CostChart>($"cost-chart-{kind}".ToLowerInvariant(), new()
        {
            [nameof(CostChart.Id)] = "c",
            [nameof(CostChart.Points)] = points,
            [nameof(CostChart.Kind)] = kind,
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_interval_rows_are_as_approved(bool shifted) =>
        await VerifyAsync<IntervalRows>(shifted ? "rows-shifted" : "rows-plain", new()
        {
            [nameof(IntervalRows.Id)] = "r",
            [nameof(IntervalRows.Title)] = "Accuracy",
            [nameof(IntervalRows.Unit)] = "accuracy, %",
            [nameof(IntervalRows.Rows)] = new IntervalRow[]
            {
                new("classical", null, RungClass.NoModel, MadeUpTrial.Around(0.9), shifted ? MadeUpTrial.Around(0.7) : null, false),
                new("lora", "SmolLM2-135M-Instruct", RungClass.ParameterEfficient, MadeUpTrial.Around(0.97), shifted ? MadeUpTrial.Around(0.91) : null, true),
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
