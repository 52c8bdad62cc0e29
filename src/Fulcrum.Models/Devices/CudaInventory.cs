using Fulcrum.Models.Native;
using TorchSharp;

namespace Fulcrum.Models.Devices;

/// <summary>The GPUs that libtorch can use.</summary>
/// <param name="IsInLibrary">Whether the libtorch in use was built with CUDA.</param>
/// <param name="Library">The folder of that libtorch; null for the one beside the program.</param>
/// <param name="Gpus">The GPUs, in CUDA's order.</param>
internal sealed record CudaInventory(bool IsInLibrary, string? Library, IReadOnlyList<CudaGpu> Gpus)
{
    private static readonly Lazy<CudaInventory> Machine = new(Read);

    /// <summary>What is here. libtorch is loaded only where it was built with CUDA.</summary>
    /// <exception cref="Fulcrum.Data.InputException">That libtorch does not load.</exception>
    public static CudaInventory OfThisMachine => Machine.Value;

    private static CudaInventory Read()
    {
        var folder = TorchRuntime.LibraryFolder;
        if (!LibTorch.HasCuda(folder)) return new CudaInventory(false, folder, []);
        TorchRuntime.EnsureLoaded();
        var count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return new CudaInventory(true, folder, [.. Enumerable.Range(0, count).Select(CudaDriver.Describe)]);
    }
}
