using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Head;

/// <summary>
/// Features moved to mean 0 and divided, so that one grid of penalties suits every model: by one number for all, which keeps what
/// the model says matters more, or by each feature's own deviation, which lets the small ones speak up.
/// </summary>
/// <param name="Means">Per feature.</param>
/// <param name="Divisors">Per feature, above 0.</param>
internal sealed record FeatureScaling(double[] Means, double[] Divisors)
{
    /// <summary>One divisor: the root of the mean variance.</summary>
    public static FeatureScaling Common(IReadOnlyList<float[]> rows)
    {
        var (means, variances) = Moments(rows);
        var divisor = Deviation(variances.Average());
        return new FeatureScaling(means, [.. means.Select(_ => divisor)]);
    }

    /// <summary>A divisor for each feature: its standard deviation.</summary>
    public static FeatureScaling Each(IReadOnlyList<float[]> rows)
    {
        var (means, variances) = Moments(rows);
        return new FeatureScaling(means, [.. variances.Select(Deviation)]);
    }

    /// <summary>The scaled rows, with the intercept as last column.</summary>
    public SparseMatrix Apply(IReadOnlyList<float[]> rows)
    {
        var columns = Means.Length + 1;
        var values = new float[rows.Count * columns];
        for (var row = 0; row < rows.Count; row++)
        {
            var target = values.AsSpan(row * columns, columns);
            for (var k = 0; k < Means.Length; k++) target[k] = (float)((rows[row][k] - Means[k]) / Divisors[k]);
            target[^1] = 1;
        }

        return SparseMatrix.OfAll(columns, values);
    }

    /// <summary>The model of unscaled features that says what <paramref name="model"/> says of scaled ones.</summary>
    public LinearModel Unscale(LinearModel model)
    {
        var (width, unscaled) = (model.Scores, new float[model.Weights.Length]);
        for (var s = 0; s < width; s++)
        {
            double intercept = model.Weights[(Means.Length * width) + s];
            for (var k = 0; k < Means.Length; k++)
            {
                var weight = model.Weights[(k * width) + s] / Divisors[k];
                unscaled[(k * width) + s] = (float)weight;
                intercept -= weight * Means[k];
            }

            unscaled[(Means.Length * width) + s] = (float)intercept;
        }

        return model with { Weights = unscaled };
    }

    private static (double[] Means, double[] Variances) Moments(IReadOnlyList<float[]> rows)
    {
        var means = new double[rows[0].Length];
        foreach (var row in rows)
            for (var k = 0; k < means.Length; k++) means[k] += row[k] / (double)rows.Count;
        var variances = new double[means.Length];
        foreach (var row in rows)
            for (var k = 0; k < means.Length; k++) variances[k] += (row[k] - means[k]) * (row[k] - means[k]) / rows.Count;
        return (means, variances);
    }

    /// <summary>A feature that is always the same says nothing, whatever it is divided by.</summary>
    private static double Deviation(double variance) => variance > 0 ? Math.Sqrt(variance) : 1;
}
