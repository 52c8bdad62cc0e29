using Fulcrum.Models.Devices;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Fresh parameters, as transformers initializes a decoder: normal weights, norms that only normalize, biases of zero.</summary>
/// <param name="standardDeviation">Of the normal weights.</param>
/// <param name="generator">Fills them, on the CPU: a seed gives the same weights on every device.</param>
/// <param name="device">Where they go.</param>
internal sealed class RandomParameters(double standardDeviation, Generator generator, ComputeDevice device) : IParameterFactory
{
    public Tensor Create(ParameterSpecification parameter)
    {
        using var noGradient = no_grad();
        var tensor = parameter.Constant is { } constant
            ? full(parameter.Shape, constant, device: CPU)
            : empty(parameter.Shape, device: CPU).normal_(0, standardDeviation, generator);
        return tensor.to(device.Torch).DetachFromDisposeScope();
    }
}
