using System.Numerics.Tensors;
using Fulcrum.Models.Embeddings;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>Compares the embeddings of a model, each text with every example.</summary>
internal sealed class EmbeddingFinder : IExampleFinder
{
    private readonly TextEmbedder embedder;
    private readonly float[] examples;
    private readonly float[] cosines;

    /// <summary>Embeds the examples.</summary>
    /// <param name="folder">The embedding model.</param>
    /// <param name="texts">The examples' texts.</param>
    /// <param name="progress">Told the share that is embedded.</param>
    /// <param name="cancellationToken">Looked at before each batch.</param>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public EmbeddingFinder(string folder, IReadOnlyList<string> texts, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        embedder = TextEmbedder.Load(folder);
        try
        {
            examples = new float[texts.Count * embedder.Dimensions];
            cosines = new float[texts.Count];
            foreach (var (row, embedding) in embedder.Embed(texts, progress, cancellationToken).Index())
                Normalize(embedding).CopyTo(examples, row * embedder.Dimensions);
        }
        catch
        {
            embedder.Dispose();
            throw;
        }
    }

    public string Name { get; }

    public long ParameterCount => embedder.ParameterCount;

    public IReadOnlyList<string> Warnings => [.. embedder.Warnings.Select(warning => $"{Name}: {warning}")];

    public int[] Nearest(string text, int count)
    {
        // The length of the text's own vector changes no order.
        var embedding = embedder.Embed([text])[0];
        for (var row = 0; row < cosines.Length; row++)
            cosines[row] = TensorPrimitives.Dot<float>(embedding, examples.AsSpan(row * embedding.Length, embedding.Length));
        return HighestScores.Of(cosines, count);
    }

    public void Dispose() => embedder.Dispose();

    private static float[] Normalize(float[] vector)
    {
        if (TensorPrimitives.Norm<float>(vector) is var norm and > 0) TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }
}
