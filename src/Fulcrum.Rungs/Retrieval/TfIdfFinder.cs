using System.Numerics.Tensors;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>Compares weighted words and characters: what there is where nobody gave an embedding model.</summary>
internal sealed class TfIdfFinder : IExampleFinder
{
    private readonly Vectorizer _vectorizer;
    private readonly SparseMatrix _examples;
    private readonly float[] _norms;
    private readonly float[] _features;
    private readonly float[] _cosines;

    /// <summary>Learns words and characters of the examples.</summary>
    public TfIdfFinder(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        _vectorizer = Vectorizer.Fit(TermWeighting.TfIdf, [NgramKind.Words, NgramKind.Characters], texts, cancellationToken);
        _examples = _vectorizer.Transform(texts, cancellationToken);
        // The last column, which is always 1, makes no text like another. A text without any term is like none.
        _norms = [.. Enumerable.Range(0, texts.Count).Select(row => Math.Max(TensorPrimitives.Norm(_examples.ValuesOf(row)[..^1]), float.Epsilon))];
        _features = new float[_vectorizer.Columns];
        _cosines = new float[texts.Count];
    }

    public string Name => "tf-idf";

    public long ParameterCount => 0;

    public void Save(string folder)
    {
        // Learned from the texts again, in less time than it would take to read.
    }

    public int[] Nearest(string text, int count)
    {
        var (indices, values) = _vectorizer.Transform(text);
        for (var k = 0; k < indices.Length - 1; k++) _features[indices[k]] = values[k];
        _examples.Multiply(_features, _cosines, width: 1);
        TensorPrimitives.Divide<float>(_cosines, _norms, _cosines);
        foreach (var index in indices) _features[index] = 0;
        return HighestScores.Of(_cosines, count);
    }

    public void Dispose()
    {
    }
}
