using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Fulcrum.Models.Quantization;

/// <summary>The memory of tensors on the CPU, for kernels of our own.</summary>
internal static unsafe class TensorPointer
{
    /// <summary>Where the values of a contiguous tensor are; valid while the tensor lives.</summary>
    public static void* DataPointer(this torch.Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
