using System.Numerics.Tensors;
using Fulcrum.Data;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Gguf;

/// <summary>The tensors of a GGUF file as a Hugging Face checkpoint of the same model has them: names, order of rows, float32.</summary>
/// <remarks>
/// llama.cpp's conversion puts the rows of some projections into another order (<see cref="GgufRowOrder"/>) and adds one to
/// the weights of Gemma's norms; here they come back as they were.
/// </remarks>
public sealed class GgufWeights : IWeightSource
{
    /// <summary>A part of the configuration that llama.cpp keeps as a tensor.</summary>
    internal const string RotaryDivisors = "rope_freqs.weight";

    private readonly GgufFile file;
    private readonly Dictionary<string, (GgufTensor Tensor, Func<long, long>? Order)> tensors = [];
    private readonly object? architecture;

    /// <summary>Maps the file and checks its header.</summary>
    /// <exception cref="InputException">The file cannot be read, is malformed, or stores tensors in a way that is not read.</exception>
    public GgufWeights(string path)
    {
        file = new GgufFile(path);
        architecture = file.Metadata.GetValueOrDefault("general.architecture");
        var heads = Number("attention.head_count") ?? 0;
        var keyHeads = Number("attention.head_count_kv") ?? heads;
        var names = GgufNames.Of(file);
        foreach (var tensor in file.Tensors.Values)
        {
            if (tensor.Name == RotaryDivisors) continue;
            var name = names.ToHuggingFace(tensor.Name) ?? tensor.Name;
            try
            {
                var order = GgufRowOrder.Of(architecture, name, tensor.Shape.Count > 0 ? tensor.Shape[0] : 1, heads, keyHeads);
                if (!tensors.TryAdd(name, (tensor, order))) throw new ArgumentException("is there under another name too");
            }
            catch (ArgumentException cause)
            {
                file.Dispose();
                throw new InputException(new InputError($"The tensor {tensor.Name} {cause.Message}.") { File = path }, cause);
            }
        }

        long? Number(string key) => file.Metadata.GetValueOrDefault($"{architecture}.{key}") as long?;
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

    /// <inheritdoc />
    public long FileBytes => file.Length;

    internal GgufFile File => file;

    /// <inheritdoc />
    public IReadOnlyList<long> Shape(string name) => tensors[name].Tensor.Shape;

    /// <inheritdoc />
    public SafetensorsFile? FileOf(string name) => null;

    /// <inheritdoc />
    public void ReadRows(string name, long firstRow, Span<float> destination)
    {
        var (tensor, order) = tensors[name];
        var rowLength = (int)tensor.Shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        if (order is null)
        {
            file.Read(tensor, firstRow * rowLength, destination);
            if (architecture is "gemma3" && name.EndsWith("norm.weight", StringComparison.Ordinal)) TensorPrimitives.Subtract(destination, 1f, destination);
            return;
        }

        for (var row = firstRow; !destination.IsEmpty; row++, destination = destination[rowLength..])
            file.Read(tensor, order(row) * rowLength, destination[..rowLength]);
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();
}
