using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Fresh parameters, as transformers initialises a decoder: normal weights, norms of one, biases of zero.</summary>
internal sealed class RandomParameters(double standardDeviation, Generator generator) : IParameterFactory
{
    public Tensor Create(string name, long[] shape)
    {
        using var noGradient = no_grad();
        var tensor = shape.Length > 1 ? empty(shape).normal_(0, standardDeviation, generator)
            : name.EndsWith(".bias", StringComparison.Ordinal) ? zeros(shape) : ones(shape);
        return tensor.DetachFromDisposeScope();
    }
}
