using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Fresh parameters, as transformers initializes a decoder: normal weights, norms that only normalize, biases of zero.</summary>
internal sealed class RandomParameters(double standardDeviation, Generator generator) : IParameterFactory
{
    public Tensor Create(ParameterSpecification parameter)
    {
        using var noGradient = no_grad();
        var tensor = parameter.Constant is { } constant
            ? full(parameter.Shape, constant)
            : empty(parameter.Shape).normal_(0, standardDeviation, generator);
        return tensor.DetachFromDisposeScope();
    }
}
