using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Checkpoints;

/// <summary>The weights of a model at one moment, held in memory; for small models.</summary>
/// <param name="network">The model whose weights are kept and put back.</param>
public sealed class WeightSnapshot(INetwork network) : IDisposable
{
    private readonly IReadOnlyList<(Tensor Parameter, Tensor Value)> _weights =
        [.. network.Parameters.Select(parameter => (parameter.Value, parameter.Value.clone().DetachFromDisposeScope()))];

    /// <summary>Gives the model these weights again.</summary>
    public void Restore()
    {
        using var noGradient = no_grad();
        foreach (var (parameter, value) in _weights) parameter.copy_(value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in _weights) value.Dispose();
    }
}
