using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Adapters;

/// <summary>A layer whose own weights are trained beside the adapters, with a copy of what they were.</summary>
internal sealed class WholeLayer(string name, Linear linear) : IDisposable
{
    private readonly Dictionary<string, Tensor> _before =
        PeftFolder.WholeTensors(name, linear).ToDictionary(tensor => tensor.Key, tensor => tensor.Value.detach().clone().DetachFromDisposeScope());

    /// <summary>Its Hugging Face name.</summary>
    public string Name => name;

    /// <summary>The layer whose own weights are trained.</summary>
    public Linear Linear => linear;

    /// <summary>Fills the layer from tensors under PEFT's names and releases those.</summary>
    public void Take(IReadOnlyDictionary<string, Tensor> tensors)
    {
        Fill(tensors);
        foreach (var key in _before.Keys) tensors[key].Dispose();
    }

    /// <summary>Fills the layer with what it was before.</summary>
    public void Restore() => Fill(_before);

    public void Dispose()
    {
        foreach (var tensor in _before.Values) tensor.Dispose();
    }

    private void Fill(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var noGradient = no_grad();
        foreach (var (key, tensor) in PeftFolder.WholeTensors(name, linear)) tensor.copy_(tensors[key]);
    }
}
