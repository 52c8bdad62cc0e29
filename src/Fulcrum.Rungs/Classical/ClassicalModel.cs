namespace Fulcrum.Rungs.Classical;

/// <summary>A learned text classifier: texts to features to probabilities.</summary>
/// <param name="Labels">The task's labels.</param>
/// <param name="Vectorizer">Text to features.</param>
/// <param name="Linear">Features to probabilities.</param>
internal sealed record ClassicalModel(IReadOnlyList<string> Labels, Vectorizer Vectorizer, LinearModel Linear)
{
    [ThreadStatic]
    private static FeatureRow? _row;

    /// <summary>Probability per label of one text.</summary>
    public double[] Predict(string text)
    {
        _row ??= new FeatureRow();
        Vectorizer.Transform(text, _row);
        return Linear.Predict(_row.Indices, _row.Values);
    }
}
