using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Encoders;

/// <summary>Parameters of a checkpoint that is to learn a task: those of its head are new.</summary>
internal sealed class HeadParameters(IParameterFactory stored, IParameterFactory fresh, Func<string, bool> isFresh) : IParameterFactory
{
    public Tensor Create(ParameterSpecification parameter) => (isFresh(parameter.Name) ? fresh : stored).Create(parameter);
}
