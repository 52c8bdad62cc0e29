using TorchSharp;

namespace Fulcrum.Models.Architecture;

/// <summary>Changes what a <see cref="Linear"/> computes, without changing its weight.</summary>
public interface ILinearAdapter
{
    /// <summary>The layer's output, in place of <see cref="Linear.Product"/>, which an adapter may call.</summary>
    /// <param name="input">What the layer takes, [..., in].</param>
    /// <param name="linear">The layer that is adapted.</param>
    /// <returns>What takes the place of the layer's own output, [..., out].</returns>
    torch.Tensor Apply(torch.Tensor input, Linear linear);
}
