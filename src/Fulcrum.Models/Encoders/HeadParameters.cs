using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Encoders;

/// <summary>Parameters of a checkpoint that is to learn a task: those of its head are new.</summary>
internal sealed class HeadParameters(IParameterFactory stored, IParameterFactory fresh, Func<string, bool> isFresh) : IParameterFactory
{
    public Tensor Create(string name, long[] shape) => (isFresh(name) ? fresh : stored).Create(name, shape);
}
