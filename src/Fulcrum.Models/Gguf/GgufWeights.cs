using System.Numerics.Tensors;
using Fulcrum.Data;
using Fulcrum.Models.Families;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Gguf;

/// <summary>The tensors of a GGUF file as a Hugging Face checkpoint of the same model has them: names, order of rows, float32.</summary>
/// <remarks>
/// llama.cpp's conversion puts the rows of some projections into another order (<see cref="GgufArchitecture.RowOrder"/>) and adds one to
/// the weights of Gemma's norms; here they come back as they were.
/// </remarks>
public sealed class GgufWeights : IWeightSource
{
    /// <summary>A part of the configuration that llama.cpp keeps as a tensor.</summary>
    internal const string RotaryDivisors = "rope_freqs.weight";

    private readonly GgufFile _file;
    private readonly Dictionary<string, (GgufTensor Tensor, Func<long, long>? Order)> _tensors = [];

    /// <summary>Maps the file and checks its header.</summary>
    /// <exception cref="InputException">The file cannot be read, is malformed, or stores tensors in a way that is not read.</exception>
    public GgufWeights(string path)
    {
        _file = new GgufFile(path);
        var prefix = _file.Metadata.GetValueOrDefault("general.architecture") as string;
        Architecture = ModelFamilies.Gguf(prefix) ?? GgufArchitecture.Unknown;
        var heads = Number("attention.head_count") ?? 0;
        var keyHeads = Number("attention.head_count_kv") ?? heads;
        var names = new GgufNames(Architecture, Architecture.CheckpointNames(_file.Tensors.ContainsKey));
        foreach (var tensor in _file.Tensors.Values)
        {
            if (tensor.Name == RotaryDivisors) continue;
            var name = names.ToHuggingFace(tensor.Name) ?? tensor.Name;
            try
            {
                var order = Architecture.RowOrder(name, tensor.Shape.Count > 0 ? tensor.Shape[0] : 1, heads, keyHeads);
                if (!_tensors.TryAdd(name, (tensor, order))) throw new ArgumentException("is there under another name too");
            }
            catch (ArgumentException cause)
            {
                _file.Dispose();
                throw new InputException(new InputError($"The tensor {tensor.Name} {cause.Message}.") { File = path }, cause);
            }
        }

        long? Number(string key) => _file.Metadata.GetValueOrDefault($"{prefix}.{key}") as long?;
    }

    /// <summary>
    /// The file's metadata, e.g. <c>general.architecture</c>: values are <see cref="string"/>, <see cref="bool"/>,
    /// <see cref="long"/>, <see cref="double"/> or lists of these.
    /// </summary>
    public IReadOnlyDictionary<string, object> Metadata => _file.Metadata;

    /// <inheritdoc />
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <inheritdoc />
    public bool IsOutputFirst => true;

    /// <inheritdoc />
    public long FileBytes => _file.Length;

    internal GgufFile File => _file;

    /// <summary>How this file differs from a checkpoint; <see cref="GgufArchitecture.Unknown"/> where no family has its architecture.</summary>
    internal GgufArchitecture Architecture { get; }

    /// <inheritdoc />
    public IReadOnlyList<long> Shape(string name) => _tensors[name].Tensor.Shape;

    /// <inheritdoc />
    public StoredTensor? Stored(string name) => null;

    /// <inheritdoc />
    public void ReadRows(string name, long firstRow, Span<float> destination)
    {
        var (tensor, order) = _tensors[name];
        var rowLength = (int)tensor.Shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        if (order is null)
        {
            _file.Read(tensor, firstRow * rowLength, destination);
            if (Architecture.AddsOneToNorms && name.EndsWith("norm.weight", StringComparison.Ordinal)) TensorPrimitives.Subtract(destination, 1f, destination);
            return;
        }

        for (var row = firstRow; !destination.IsEmpty; row++, destination = destination[rowLength..])
            _file.Read(tensor, order(row) * rowLength, destination[..rowLength]);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
