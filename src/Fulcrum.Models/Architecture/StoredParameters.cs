using Fulcrum.Data;
using Fulcrum.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Parameters out of a weight file, checked against the configuration.</summary>
internal sealed class StoredParameters(IWeightSource source, string file, Device device) : IParameterFactory
{
    private readonly HashSet<string> asked = [];
    private readonly List<InputError> errors = [];

    public Tensor Create(string name, long[] shape)
    {
        asked.Add(name);
        if (!source.Names.Contains(name))
            Fail($"The tensor {name} of shape [{string.Join(", ", shape)}] is missing.");
        else if (!source.Shape(name).SequenceEqual(shape))
            Fail($"The tensor {name} has shape [{string.Join(", ", source.Shape(name))}] where the configuration asks for [{string.Join(", ", shape)}].");
        if (errors.Count > 0) return empty(0).DetachFromDisposeScope();

        var tensor = source.ReadTensor(name);
        if (device.type == DeviceType.CPU) return tensor;
        using (tensor) return tensor.to(device).DetachFromDisposeScope();
    }

    /// <summary>Refuses what was missing or misshapen, and what the file has but the model has no place for.</summary>
    /// <exception cref="InputException">Names every such tensor.</exception>
    public void ThrowIfUnfit()
    {
        // A tied head and the frequencies that old checkpoints carry repeat what is known.
        foreach (var name in source.Names.Where(name => !asked.Contains(name) && name != "lm_head.weight" && !name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)))
            Fail($"The tensor {name} has no place in this model.");
        if (errors.Count > 0) throw new InputException(errors);
    }

    private void Fail(string message) => errors.Add(new InputError(message)
    {
        File = file, Remedy = errors.Count == 0 ? "Check that config.json and the weights are of the same model." : null,
    });
}
