using static TorchSharp.torch;

namespace Fulcrum.Models.Gguf;

/// <summary>A tensor to be written to a GGUF file.</summary>
/// <param name="Name">The name that llama.cpp gives it.</param>
/// <param name="Type">How its numbers are to be stored.</param>
/// <param name="Shape">Outermost dimension first; the last one a multiple of the type's block.</param>
/// <param name="Open">Gives its numbers, in row-major order, float32, on the CPU.</param>
internal sealed record GgufSource(string Name, GgufType Type, IReadOnlyList<long> Shape, Func<Tensor> Open)
{
    /// <summary>Bytes in the file.</summary>
    public long ByteCount => Shape.Aggregate(1L, (product, size) => product * size) / GgufBlocks.Values(Type) * GgufBlocks.Bytes(Type);
}
