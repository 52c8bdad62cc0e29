using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Native;

/// <summary>
/// The memory of tensors on the CPU, for code of our own. A step that writes one token is a thousand operations on a few numbers
/// each, where calling libtorch takes longer than computing.
/// </summary>
internal static unsafe class TensorMemory
{
    private const int SmallLimit = 1 << 15;

    /// <summary>Whether a tensor is so small that the caller had better compute by itself: on the CPU, and without a graph.</summary>
    public static bool IsSmall(this Tensor tensor) =>
        !is_grad_enabled() && tensor.NumberOfElements <= SmallLimit && tensor.device_type == DeviceType.CPU;

    /// <summary>The values of a contiguous float32 tensor; valid while the tensor lives.</summary>
    public static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Where the values of a contiguous tensor are; valid while the tensor lives.</summary>
    public static void* DataPointer(this Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
