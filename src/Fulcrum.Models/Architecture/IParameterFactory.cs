using Fulcrum.Models.Quantization;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Where a decoder's parameters come from while it is built: a file, or a random generator.</summary>
internal interface IParameterFactory
{
    /// <summary>A tensor of the specified shape that no dispose scope owns.</summary>
    Tensor Create(ParameterSpecification parameter);

    /// <summary>The weight of a linear layer that is no table, in the type in which it is kept; by default as any other.</summary>
    Tensor CreateMatrix(ParameterSpecification parameter) => Create(parameter);

    /// <summary>The weight of a linear layer or a table, where such weights are to be quantized; null where they are not.</summary>
    QuantizedMatrix? CreateQuantized(ParameterSpecification parameter, bool isTable) => null;
}
