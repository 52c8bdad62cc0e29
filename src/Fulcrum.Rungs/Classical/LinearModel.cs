using System.Numerics.Tensors;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// Scores that are linear in the features, and the probabilities they stand for. Two classes need one score (the first class's is 0), more need one each.
/// </summary>
/// <param name="Classes">Positions among the task's labels of the labels that were learned, ascending.</param>
/// <param name="Labels">The number of the task's labels; those not learned get probability 0.</param>
/// <param name="Weights">Weights [columns × scores], row by row.</param>
internal sealed record LinearModel(int[] Classes, int Labels, float[] Weights)
{
    private const int ScoresOnStack = 128;

    /// <summary>Scores per text.</summary>
    public int Scores => ScoresFor(Classes.Length);

    /// <summary>The number of scores that <paramref name="classes"/> classes need.</summary>
    public static int ScoresFor(int classes) => classes <= 2 ? classes - 1 : classes;

    /// <summary>Probability per label of a row of features, summing to 1.</summary>
    /// <param name="indices">The columns that are not zero.</param>
    /// <param name="values">Their values.</param>
    public double[] Predict(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        var scores = Classes.Length <= ScoresOnStack ? stackalloc double[Classes.Length] : new double[Classes.Length];
        var unscored = Classes.Length - Scores;
        for (var k = 0; k < indices.Length; k++)
        {
            var weights = Weights.AsSpan(indices[k] * Scores, Scores);
            for (var s = 0; s < weights.Length; s++) scores[unscored + s] += (double)values[k] * weights[s];
        }

        return Softmax(scores);
    }

    /// <summary>The same of a row that has every feature.</summary>
    /// <param name="features">Their values without the intercept, whose weights stand last.</param>
    public double[] Predict(ReadOnlySpan<float> features)
    {
        var scores = new double[Classes.Length];
        var unscored = Classes.Length - Scores;
        for (var s = 0; s < Scores; s++) scores[unscored + s] = Weights[(features.Length * Scores) + s];
        for (var k = 0; k < features.Length; k++)
        {
            var weights = Weights.AsSpan(k * Scores, Scores);
            for (var s = 0; s < weights.Length; s++) scores[unscored + s] += (double)features[k] * weights[s];
        }

        return Softmax(scores);
    }

    private double[] Softmax(ReadOnlySpan<double> scores)
    {
        var probabilities = new double[Labels];
        var highest = TensorPrimitives.Max(scores);
        double sum = 0;
        for (var c = 0; c < scores.Length; c++) sum += probabilities[Classes[c]] = Math.Exp(scores[c] - highest);
        TensorPrimitives.Divide(probabilities, sum, probabilities);
        return probabilities;
    }
}
