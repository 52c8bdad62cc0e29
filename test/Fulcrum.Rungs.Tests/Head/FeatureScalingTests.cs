using Fulcrum.Rungs.Classical;
using Fulcrum.Rungs.Head;

namespace Fulcrum.Rungs.Tests.Head;

public sealed class FeatureScalingTests
{
    // The last feature is always the same.
    private static readonly float[][] Rows = [[1, 10, 7], [3, 50, 7], [5, 30, 7], [7, 70, 7]];

    [Fact]
    public void Each_feature_gets_mean_0_and_variance_1()
    {
        var scaled = Columns(FeatureScaling.Each(Rows).Apply(Rows));

        Assert.All(scaled[..2], column => Assert.Equal(0, column.Average(), 1e-6));
        Assert.All(scaled[..2], column => Assert.Equal(1, column.Average(value => value * value), 1e-5));
        Assert.Empty(scaled[2]);
        Assert.All(scaled[3], intercept => Assert.Equal(1, intercept));
    }

    [Fact]
    public void One_divisor_gives_a_mean_variance_of_1()
    {
        var scaled = Columns(FeatureScaling.Common(Rows).Apply(Rows));

        Assert.All(scaled[..2], column => Assert.Equal(0, column.Average(), 1e-5));
        Assert.Equal(1, scaled[..3].Sum(column => column.Sum(value => value * value)) / 12, 1e-5);
    }

    [Fact]
    public void The_unscaled_model_says_of_the_rows_what_the_scaled_one_says_of_the_scaled_rows()
    {
        var scaling = FeatureScaling.Each(Rows);
        var scaled = scaling.Apply(Rows);
        var model = new LinearModel(new SoftmaxLink(3, [0, 1, 2]), [.. Enumerable.Range(0, 12).Select(k => k * 0.3f % 1.1f)]);

        var unscaled = scaling.Unscale(model);

        foreach (var (index, row) in Rows.Index())
            Assert.All(model.Predict(scaled.IndicesOf(index), scaled.ValuesOf(index)).Zip(unscaled.Predict(row)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static float[][] Columns(SparseMatrix matrix)
    {
        var transposed = matrix.Transpose();
        return [.. Enumerable.Range(0, matrix.Columns).Select(column => transposed.ValuesOf(column).ToArray())];
    }
}
