using Fulcrum.Data;

namespace Fulcrum.Models.Weights;

/// <summary>The tensors of a GGUF file as a Hugging Face checkpoint of the same model has them: names, order of rows, float32.</summary>
/// <remarks>
/// llama.cpp's conversion of Llama-family models interleaves the rows of the query and key projections
/// (<see cref="HeadInterleaving"/>); here they come back in their order.
/// </remarks>
public sealed class GgufWeights : IWeightSource
{
    private readonly GgufFile file;
    private readonly Dictionary<string, GgufTensor> tensors = [];

    /// <summary>Maps the file and checks its header.</summary>
    /// <exception cref="InputException">The file cannot be read, is malformed, or stores tensors in a way that is not read.</exception>
    public GgufWeights(string path)
    {
        file = new GgufFile(path);
        foreach (var tensor in file.Tensors.Values)
        {
            if (GgufNames.ToHuggingFace(tensor.Name) is not { } name) continue;
            tensors.Add(name, tensor);
            if (HeadsOf(name) is not { } heads || (heads > 0 && tensor.Shape.Count > 0 && tensor.Shape[0] % (2 * heads) == 0)) continue;
            file.Dispose();
            throw new InputException(new InputError($"The tensor {tensor.Name} cannot be divided into {heads} heads.") { File = path });
        }
    }

    /// <summary>
    /// The file's metadata, e.g. <c>general.architecture</c>: values are <see cref="string"/>, <see cref="bool"/>,
    /// <see cref="long"/>, <see cref="double"/> or lists of these.
    /// </summary>
    public IReadOnlyDictionary<string, object> Metadata => file.Metadata;

    /// <inheritdoc />
    public IReadOnlyCollection<string> Names => tensors.Keys;

    /// <inheritdoc />
    public bool IsOutputFirst => true;

    internal GgufFile File => file;

    /// <inheritdoc />
    public IReadOnlyList<long> Shape(string name) => tensors[name].Shape;

    /// <inheritdoc />
    public void ReadRows(string name, long firstRow, Span<float> destination)
    {
        var tensor = tensors[name];
        var rowLength = (int)tensor.Shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        if (HeadsOf(name) is not { } heads)
        {
            file.Read(tensor, firstRow * rowLength, destination);
            return;
        }

        var half = tensor.Shape[0] / heads / 2;
        for (var row = firstRow; !destination.IsEmpty; row++, destination = destination[rowLength..])
            file.Read(tensor, HeadInterleaving.ToInterleaved(row, half) * rowLength, destination[..rowLength]);
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();

    /// <summary>The number of heads whose rows are interleaved in this tensor; null where rows are in their order.</summary>
    private long? HeadsOf(string name)
    {
        if (file.Metadata.GetValueOrDefault("general.architecture") is not "llama") return null;
        var heads = file.Metadata.GetValueOrDefault("llama.attention.head_count") as long?;
        if (name.Contains(".q_proj.", StringComparison.Ordinal)) return heads;
        if (name.Contains(".k_proj.", StringComparison.Ordinal)) return file.Metadata.GetValueOrDefault("llama.attention.head_count_kv") as long? ?? heads;
        return null;
    }
}
