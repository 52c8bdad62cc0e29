using System.Runtime.InteropServices;
using System.Text;

namespace Fulcrum.Models.Devices;

/// <summary>
/// What a GPU is, asked of the CUDA driver, as TorchSharp binds no such question of libtorch's. The functions and numbers are those
/// of NVIDIA's CUDA Driver API, "Device Management".
/// </summary>
internal static unsafe class CudaDriver
{
    private const int CapabilityMajor = 75, CapabilityMinor = 76;
    private const int LongestName = 256;

    /// <summary>A GPU by its number; libtorch and the driver count alike, and both heed CUDA_VISIBLE_DEVICES.</summary>
    /// <returns>What the driver tells; a GPU without compute capability where it does not answer.</returns>
    public static CudaGpu Describe(int number)
    {
        var unknown = new CudaGpu("GPU", null);
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver)) return unknown;
        if (Function(driver, "cuInit") is not { } initialize || ((delegate* unmanaged<uint, int>)initialize)(0) != 0) return unknown;
        var device = 0;
        if (Function(driver, "cuDeviceGet") is not { } get || ((delegate* unmanaged<int*, int, int>)get)(&device, number) != 0) return unknown;
        return new CudaGpu(Name(driver, device) ?? unknown.Name, Capability(driver, device));
    }

    private static string? Name(nint driver, int device)
    {
        var bytes = stackalloc byte[LongestName];
        return Function(driver, "cuDeviceGetName") is { } name && ((delegate* unmanaged<byte*, int, int, int>)name)(bytes, LongestName, device) == 0
            ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(bytes))
            : null;
    }

    private static Version? Capability(nint driver, int device)
    {
        if (Function(driver, "cuDeviceGetAttribute") is not { } function) return null;
        var ask = (delegate* unmanaged<int*, int, int, int>)function;
        int major = 0, minor = 0;
        return ask(&major, CapabilityMajor, device) == 0 && ask(&minor, CapabilityMinor, device) == 0 ? new Version(major, minor) : null;
    }

    private static nint? Function(nint library, string name) => NativeLibrary.TryGetExport(library, name, out var function) ? function : null;
}
