using System.Numerics.Tensors;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>Compares weighted words and characters: what there is where nobody gave an embedding model.</summary>
internal sealed class TfIdfFinder : IExampleFinder
{
    private readonly Vectorizer vectorizer;
    private readonly SparseMatrix examples;
    private readonly float[] norms;
    private readonly float[] features;
    private readonly float[] cosines;

    /// <summary>Learns words and characters of the examples.</summary>
    public TfIdfFinder(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        vectorizer = Vectorizer.Fit(TermWeighting.TfIdf, [NgramKind.Words, NgramKind.Characters], texts, cancellationToken);
        examples = vectorizer.Transform(texts, cancellationToken);
        // The last column, which is always 1, makes no text like another. A text without any term is like none.
        norms = [.. Enumerable.Range(0, texts.Count).Select(row => Math.Max(TensorPrimitives.Norm(examples.ValuesOf(row)[..^1]), float.Epsilon))];
        features = new float[vectorizer.Columns];
        cosines = new float[texts.Count];
    }

    public string Name => "tf-idf";

    public long ParameterCount => 0;

    public void Save(string folder)
    {
        // Learned from the texts again, in less time than it would take to read.
    }

    public int[] Nearest(string text, int count)
    {
        var (indices, values) = vectorizer.Transform(text);
        for (var k = 0; k < indices.Length - 1; k++) features[indices[k]] = values[k];
        examples.Multiply(features, cosines, width: 1);
        TensorPrimitives.Divide<float>(cosines, norms, cosines);
        foreach (var index in indices) features[index] = 0;
        return HighestScores.Of(cosines, count);
    }

    public void Dispose()
    {
    }
}
