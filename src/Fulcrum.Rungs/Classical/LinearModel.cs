namespace Fulcrum.Rungs.Classical;

/// <summary>Scores that are linear in the features, and the probabilities they stand for.</summary>
/// <param name="Link">Scores to probabilities.</param>
/// <param name="Weights">Weights [columns × scores], row by row.</param>
internal sealed record LinearModel(ScoreLink Link, float[] Weights)
{
    private const int ScoresOnStack = 128;

    /// <summary>Scores per text.</summary>
    public int Scores { get; } = Link.Scores;

    /// <summary>Probability per label of a row of features.</summary>
    /// <param name="indices">The columns that are not zero.</param>
    /// <param name="values">Their values.</param>
    public double[] Predict(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        var scores = Scores <= ScoresOnStack ? stackalloc double[Scores] : new double[Scores];
        for (var k = 0; k < indices.Length; k++)
        {
            var weights = Weights.AsSpan(indices[k] * Scores, Scores);
            for (var s = 0; s < weights.Length; s++) scores[s] += (double)values[k] * weights[s];
        }

        return Link.Probabilities(scores);
    }

    /// <summary>The same of a row that has every feature.</summary>
    /// <param name="features">Their values without the intercept, whose weights stand last.</param>
    public double[] Predict(ReadOnlySpan<float> features)
    {
        var scores = new double[Scores];
        for (var s = 0; s < scores.Length; s++) scores[s] = Weights[(features.Length * Scores) + s];
        for (var k = 0; k < features.Length; k++)
        {
            var weights = Weights.AsSpan(k * Scores, Scores);
            for (var s = 0; s < weights.Length; s++) scores[s] += (double)features[k] * weights[s];
        }

        return Link.Probabilities(scores);
    }
}
