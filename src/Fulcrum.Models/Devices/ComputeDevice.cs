using System.Globalization;
using Fulcrum.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Devices;

/// <summary>
/// Where the tensors of a model are, and in which type its matrices are multiplied there. The one place that reads what
/// <c>--device</c> says, and that decides where bfloat16 is used.
/// </summary>
public sealed class ComputeDevice : IEquatable<ComputeDevice>
{
    /// <summary>Asks for the first GPU where there is one, else for the processor.</summary>
    public const string Automatic = "auto";

    private const string Cuda = "cuda";

    /// <summary>The first generation that multiplies bfloat16 natively, Ampere (NVIDIA CUDA C++ Programming Guide, "Compute Capabilities").</summary>
    private const int BFloat16Capability = 8;

    private readonly Func<Device> _create;

    /// <summary>A device by what it is to libtorch.</summary>
    /// <param name="name">As <c>--device</c> names it.</param>
    /// <param name="create">The device, asked for once a tensor goes there: naming a GPU that is not here throws.</param>
    /// <param name="productType">The type in which the matrices of layers are multiplied.</param>
    /// <param name="description">What it is, for people.</param>
    internal ComputeDevice(string name, Func<Device> create, ScalarType productType = ScalarType.Float32, string? description = null) =>
        (Name, _create, ProductType, Description) = (name, create, productType, description ?? name);

    /// <summary>The processor. Products are float32: without bfloat16 units they are much quicker than in bfloat16.</summary>
    public static ComputeDevice Cpu { get; } = new("cpu", () => CPU);

    /// <summary>The devices of this machine that this program's libtorch can use: the processor, then the GPUs.</summary>
    public static IReadOnlyList<ComputeDevice> Present => [Cpu, .. Gpus(CudaInventory.OfThisMachine)];

    /// <summary><c>cpu</c>, or <c>cuda:0</c> with the number of the GPU; <see cref="Of(string)"/> takes it again.</summary>
    public string Name { get; }

    /// <summary>The name, and of a GPU what it is, e.g. <c>cuda:0 (NVIDIA H200, compute capability 9.0, bf16)</c>.</summary>
    public string Description { get; }

    /// <summary>Whether the matrices of layers are multiplied in bfloat16.</summary>
    public bool UsesBFloat16 => ProductType == ScalarType.BFloat16;

    /// <summary>For libtorch.</summary>
    internal Device Torch => field ??= _create();

    /// <summary>
    /// The type in which the matrices of layers are multiplied, and kept where they are not trained. Everything else is float32:
    /// embeddings, heads, norms, the states between layers, and the weights that an optimizer moves.
    /// </summary>
    internal ScalarType ProductType { get; }

    /// <summary>The device that a name asks for.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c> (the first GPU) or <c>cuda:N</c>.</param>
    /// <exception cref="InputException">There is no such device here: why, and what to do.</exception>
    public static ComputeDevice Of(string name) => name == Cpu.Name ? Cpu : Of(name, () => CudaInventory.OfThisMachine);

    /// <summary>Whether both are the same device, computing in the same type.</summary>
    public bool Equals(ComputeDevice? other) => other is not null && (Name, ProductType) == (other.Name, other.ProductType);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ComputeDevice);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, ProductType);

    /// <summary>As <see cref="Of(string)"/>, given what is there.</summary>
    internal static ComputeDevice Of(string name, Func<CudaInventory> inventory)
    {
        if (name == Cpu.Name) return Cpu;
        if (name == Automatic) return Gpus(inventory()).FirstOrDefault(Cpu);
        if (NumberOf(name) is not { } number) throw Unknown(name);
        var found = inventory();
        if (!found.IsInLibrary)
        {
            throw Refused($"The device `{name}` needs a libtorch that was built with CUDA; the one {(found.Library is { } folder ? $"in `{folder}`" : "beside the program")} was not.",
                "Set FULCRUM_LIBTORCH to the lib folder of a libtorch 2.10 with CUDA (docs/gpu.md), or use --device cpu.");
        }

        if (found.Gpus.Count == 0)
        {
            throw Refused($"The device `{name}` is not there: libtorch finds no GPU with CUDA on this machine.",
                "See whether `nvidia-smi` lists the GPU and whether CUDA_VISIBLE_DEVICES hides it, or use --device cpu.");
        }

        var devices = Gpus(found).ToList();
        return number < devices.Count
            ? devices[number]
            : throw Refused($"There is no device `{name}`: this machine has {(devices.Count == 1 ? "1 GPU" : $"{devices.Count} GPUs")}.",
                $"Possible here: {string.Join(", ", [Automatic, Cpu.Name, .. devices.Select(device => device.Name)])}.");
    }

    private static IEnumerable<ComputeDevice> Gpus(CudaInventory inventory) => inventory.Gpus.Select((gpu, number) =>
    {
        var type = gpu.Capability?.Major >= BFloat16Capability ? ScalarType.BFloat16 : ScalarType.Float32;
        string[] facts =
        [
            gpu.Name,
            .. gpu.Capability is { } capability ? [$"compute capability {capability}"] : Array.Empty<string>(),
            type == ScalarType.BFloat16 ? "bf16" : "fp32",
        ];
        var name = string.Create(CultureInfo.InvariantCulture, $"{Cuda}:{number}");
        return new ComputeDevice(name, () => new Device(DeviceType.CUDA, number), type, $"{name} ({string.Join(", ", facts)})");
    });

    /// <summary>The number of the GPU that is asked for; null where the name asks for none.</summary>
    private static int? NumberOf(string name) =>
        name == Cuda ? 0
        : name.StartsWith(Cuda + ":", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    private static InputException Unknown(string name)
    {
        // What people call a GPU is one letter from `cpu`.
        var nearest = NearestName.Find(name, [Automatic, Cpu.Name, Cuda, "gpu"]) is { } near && near != "gpu" ? near : null;
        if (nearest is null && name.Contains("gpu", StringComparison.OrdinalIgnoreCase)) nearest = Cuda;
        return Refused($"There is no device `{name}`.", nearest is null
            ? "Possible here: auto, cpu, cuda (the first GPU), cuda:N (the GPU of that number, from 0)."
            : $"Did you mean `{nearest}`?");
    }

    private static InputException Refused(string message, string remedy) => new(new InputError(message) { Remedy = remedy });
}
