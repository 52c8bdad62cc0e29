using CsCheck;
using Fulcrum.Ladder.Metrics;

namespace Fulcrum.Ladder.Tests.Metrics;

public class RiskCoverageTests
{
    [Fact]
    public void The_area_is_the_mean_risk_over_all_coverages()
    {
        // By hand: right, wrong, right, wrong in the order of confidence gives risks 0, 1/2, 1/3, 1/2.
        var (area, points) = RiskCoverage.Compute([(0.9, 1), (0.8, 0), (0.7, 1), (0.6, 0)])!.Value;

        Assert.Equal((0 + 0.5 + (1 / 3.0) + 0.5) / 4, area, 12);
        Assert.Equal([(0.25, 0), (0.5, 0.5), (0.75, 1 / 3.0), (1, 0.5)], points.Select(point => (point.Coverage, point.Risk)));
    }

    [Fact]
    public void Rows_of_equal_confidence_count_as_in_random_order()
    {
        // One right and one wrong row of one confidence: the risk of the first is a half, on average over both orders.
        var (area, _) = RiskCoverage.Compute([(0.8, 1), (0.8, 0), (0.5, 1)])!.Value;

        Assert.Equal((0.5 + 0.5 + (1 / 3.0)) / 3, area, 12);
    }

    [Fact]
    public void Whoever_is_equally_sure_of_everything_has_no_curve() => Assert.Null(RiskCoverage.Compute([(0.5, 1), (0.5, 0)]));

    [Fact]
    public void It_ends_at_the_error_rate_and_does_not_depend_on_the_order_of_rows() =>
        Gen.Select(Gen.Int[0, 9], Gen.Bool).Array[2, 60].Where(rows => rows.DistinctBy(row => row.Item1).Count() > 1).Sample(rows =>
        {
            (double, double)[] claims = [.. rows.Select(row => (row.Item1 / 10.0, row.Item2 ? 1.0 : 0))];
            var (area, points) = RiskCoverage.Compute(claims)!.Value;
            Assert.Equal(1 - claims.Average(claim => claim.Item2), points[^1].Risk, 12);
            Assert.Equal(1, points[^1].Coverage);
            Assert.True(points.Count <= 20);
            Assert.Equal(area, RiskCoverage.Compute([.. claims.Reverse()])!.Value.Area, 12);
        });
}
