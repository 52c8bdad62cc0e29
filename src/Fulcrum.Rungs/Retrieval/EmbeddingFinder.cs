using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Embeddings;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>Compares the embeddings of a model, each text with every example.</summary>
internal sealed class EmbeddingFinder : IExampleFinder
{
    private const string FileName = "embeddings.f32";

    private readonly ITextEmbedder _embedder;
    private readonly float[] _examples;
    private readonly float[] _cosines;

    /// <param name="name">Of the embedding model.</param>
    /// <param name="embedder">The embedding model, a loan that the finder gives back.</param>
    /// <param name="examples">The examples' embeddings of length 1, row by row.</param>
    private EmbeddingFinder(string name, ITextEmbedder embedder, float[] examples)
    {
        (Name, _embedder, _examples) = (name, embedder, examples);
        _cosines = new float[examples.Length / embedder.Dimensions];
    }

    public string Name { get; }

    public long ParameterCount => _embedder.ParameterCount;

    public IReadOnlyList<string> Warnings => [.. _embedder.Warnings.Select(warning => $"{Name}: {warning}")];

    /// <summary>Embeds the examples.</summary>
    /// <param name="models">Lends the embedding model.</param>
    /// <param name="model">The embedding model.</param>
    /// <param name="texts">The examples' texts.</param>
    /// <param name="device">Where the model computes.</param>
    /// <param name="progress">Told the share that is embedded.</param>
    /// <param name="cancellationToken">Looked at before each batch.</param>
    /// <exception cref="InputException">The model cannot be opened.</exception>
    public static EmbeddingFinder Create(
        ModelCache models, ModelReference model, IReadOnlyList<string> texts, ComputeDevice device, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var embedder = models.BorrowEmbedder(model.Path, device);
        try
        {
            var examples = new float[texts.Count * embedder.Dimensions];
            foreach (var (row, embedding) in embedder.Embed(texts, progress, cancellationToken).Index())
                Normalize(embedding).CopyTo(examples, row * embedder.Dimensions);
            return new EmbeddingFinder(model.Name, embedder, examples);
        }
        catch
        {
            embedder.Dispose();
            throw;
        }
    }

    /// <summary>Opens what <see cref="Save"/> wrote.</summary>
    /// <param name="models">Lends the embedding model.</param>
    /// <param name="model">The embedding model.</param>
    /// <param name="folder">The artifact.</param>
    /// <param name="count">How many examples there are.</param>
    /// <param name="device">Where the model computes.</param>
    /// <exception cref="InputException">The model cannot be opened, or the file of embeddings is damaged.</exception>
    public static EmbeddingFinder Open(ModelCache models, string model, string folder, int count, ComputeDevice device)
    {
        var embedder = models.BorrowEmbedder(model, device);
        try
        {
            var file = Path.Combine(folder, FileName);
            var bytes = File.Exists(file) ? File.ReadAllBytes(file) : [];
            if (bytes.Length != (long)count * embedder.Dimensions * sizeof(float))
            {
                throw new InputException(new InputError($"The embeddings of {count} examples take {(long)count * embedder.Dimensions * sizeof(float)} bytes, but there are {bytes.Length}.")
                {
                    File = file, Remedy = "Restore the file, or compare again.",
                });
            }

            return new EmbeddingFinder(new ModelReference(model).Name, embedder, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        }
        catch
        {
            embedder.Dispose();
            throw;
        }
    }

    public void Save(string folder) => AtomicFile.Write(Path.Combine(folder, FileName), stream => stream.Write(MemoryMarshal.AsBytes<float>(_examples)));

    public int[] Nearest(string text, int count)
    {
        // The length of the text's own vector changes no order.
        var embedding = _embedder.Embed([text])[0];
        for (var row = 0; row < _cosines.Length; row++)
            _cosines[row] = TensorPrimitives.Dot<float>(embedding, _examples.AsSpan(row * embedding.Length, embedding.Length));
        return HighestScores.Of(_cosines, count);
    }

    public void Dispose() => _embedder.Dispose();

    private static float[] Normalize(float[] vector)
    {
        if (TensorPrimitives.Norm<float>(vector) is var norm and > 0) TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }
}
