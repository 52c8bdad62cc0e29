using Fulcrum.Data;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Native;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Parameters out of a weight file, checked against the configuration.</summary>
/// <param name="source">The file.</param>
/// <param name="file">How errors name it.</param>
/// <param name="device">Where they go.</param>
/// <param name="precision">How the weights of linear layers are kept.</param>
/// <param name="isTrained">Whether they are to be trained, for which weights are float32.</param>
internal sealed class StoredParameters(IWeightSource source, string file, ComputeDevice device, WeightPrecision precision, bool isTrained = false) : IParameterFactory
{
    /// <summary>Parts of names of what checkpoints carry beside the parameters of a text model.</summary>
    private static readonly string[] Surplus =
    [
        ".rotary_emb.inv_freq", ".attn.bias", ".attn.masked_bias", // computed values that old checkpoints hold
        ".vision_tower.", ".multi_modal_projector.", // the other half of a model that also sees
    ];

    private readonly HashSet<string> _asked = [];
    private readonly InputErrorList _errors = new(file);
    private readonly HashSet<string> _messages = [];

    public Tensor Create(ParameterSpecification parameter) => Create(parameter, ScalarType.Float32);

    public Tensor CreateMatrix(ParameterSpecification parameter) => Create(parameter, isTrained ? ScalarType.Float32 : device.ProductType);

    public unsafe QuantizedMatrix? CreateQuantized(ParameterSpecification parameter, bool isTable)
    {
        if (Find(parameter.Name) is { } stored && BitsAndBytesReader.IsQuantized(source, stored)) return ReadQuantized(stored, parameter);
        if (precision == WeightPrecision.Full || Locate(parameter) is not { } name) return null;

        // An embedding and a head are read in single rows and weigh on every prediction: they keep eight bits.
        var kept = isTable ? WeightPrecision.EightBit : precision;
        if (!IsTransposed(parameter)) return Quantize((first, rows) => source.ReadRows(name, first, rows));
        using var scope = NewDisposeScope();
        var transposed = source.ReadTensor(name).t().contiguous();
        var values = (float*)transposed.DataPointer();
        return Quantize((first, rows) => new Span<float>(values + first * transposed.shape[1], rows.Length).CopyTo(rows));

        QuantizedMatrix Quantize(RowReader read) => QuantizedMatrix.Quantize(kept, parameter.Shape[0], parameter.Shape[1], read, device.Torch);
    }

    private Tensor Create(ParameterSpecification parameter, ScalarType type)
    {
        if (Locate(parameter) is not { } name) return empty(0, device: device.Torch).DetachFromDisposeScope();

        using var scope = NewDisposeScope();
        var tensor = source.ReadTensor(name);
        if (IsTransposed(parameter)) tensor = Replace(tensor, tensor.t().contiguous());
        if (tensor.dtype != type) tensor = Replace(tensor, tensor.to(type));
        if (device.Torch.type != DeviceType.CPU) tensor = Replace(tensor, tensor.to(device.Torch));
        return tensor.DetachFromDisposeScope();
    }

    /// <summary>A weight that bitsandbytes saved in NF4 stays so in every precision: there is nothing else of it.</summary>
    private NF4Matrix? ReadQuantized(string name, ParameterSpecification parameter)
    {
        _asked.UnionWith(BitsAndBytesReader.TensorsOf(name));
        NF4Matrix matrix;
        try
        {
            matrix = new BitsAndBytesReader(source, file).Read(name);
        }
        catch (InputException refused)
        {
            foreach (var error in refused.Errors) _errors.Add(error);
            return null;
        }

        if (matrix.Rows == parameter.Shape[0] && matrix.Columns == parameter.Shape[1]) return matrix.To(device.Torch);
        Fail($"The tensor {name} has shape [{matrix.Rows}, {matrix.Columns}] where the configuration asks for [{string.Join(", ", parameter.Shape)}].");
        matrix.Dispose();
        return null;
    }

    /// <summary>The tensor's name in the file; null when something is wrong with it or with another.</summary>
    private string? Locate(ParameterSpecification parameter)
    {
        var shape = IsTransposed(parameter) ? [parameter.Shape[1], parameter.Shape[0]] : parameter.Shape;
        var name = Find(parameter.Name);
        // What bitsandbytes saved has been refused with its own reason.
        if (name is not null && _asked.Contains(name) && BitsAndBytesReader.IsQuantized(source, name)) return null;
        if (name is null)
            Fail($"The tensor {parameter.Name} of shape [{string.Join(", ", shape)}] is missing.");
        else if (!source.Shape(name).SequenceEqual(shape))
            Fail($"The tensor {name} has shape [{string.Join(", ", source.Shape(name))}] where the configuration asks for [{string.Join(", ", shape)}].");
        if (name is not null) _asked.Add(name);
        return _errors.IsEmpty ? name : null;
    }

    /// <summary>llama.cpp's conversion has already swapped what GPT-2's checkpoints hold as [in, out].</summary>
    private bool IsTransposed(ParameterSpecification parameter) => parameter.Transposed && !source.IsOutputFirst;

    /// <summary>Refuses what was missing or misshapen, and what the file has but the model has no place for.</summary>
    /// <exception cref="InputException">Names such tensors, and counts the others.</exception>
    public void ThrowIfUnfit()
    {
        foreach (var name in source.Names.Where(name => !_asked.Contains(name) && !IsSurplus(name)))
            Fail($"The tensor {name} has no place in this model.");
        _errors.ThrowIfAny();
    }

    /// <summary>The name in the file: a checkpoint of the bare model omits the first part, one that also sees adds a part.</summary>
    private string? Find(string name)
    {
        var bare = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        string[] names = [name, bare, $"language_model.{name}", $"model.language_model.{bare}"];
        return Array.Find(names, candidate => source.Names.Contains(candidate));
    }

    /// <summary>A tied head repeats the embedding.</summary>
    private static bool IsSurplus(string name) => name is "lm_head.weight" or "language_model.lm_head.weight"
        || Array.Exists(Surplus, part => $".{name}".Contains(part, StringComparison.Ordinal));

    private static Tensor Replace(Tensor old, Tensor other)
    {
        old.Dispose();
        return other;
    }

    /// <summary>What cannot be quantized is asked for twice, but told once.</summary>
    private void Fail(string message)
    {
        if (!_messages.Add(message)) return;
        _errors.Add(new InputError(message)
        {
            File = file, Remedy = _errors.IsEmpty ? "Check that config.json and the weights are of the same model." : null,
        });
    }
}
