using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Numbers for torch that nobody frees.</summary>
/// <remarks>
/// TorchSharp turns every number, also the 1 in a plain sum, into a temporary object with a finalizer, and does not keep it
/// alive during the native call: a garbage collection in that moment frees what torch is about to read. What runs a million
/// times an hour takes its numbers from here or from a field.
/// </remarks>
internal static class Scalars
{
    public static Scalar One { get; } = 1;

    /// <summary>The sum of two tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);
}
