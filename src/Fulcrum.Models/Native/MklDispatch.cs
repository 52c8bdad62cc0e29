using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Fulcrum.Models.Native;

/// <summary>
/// Lets MKL, which libtorch contains, use the processor's widest vectors. It asks who made the processor before what the
/// processor can do, and leaves all but Intel's at AVX2; no setting of MKL changes that. So its question is answered with yes
/// where the processor has AVX-512: matrix products are then more than twice as quick (decision 11).
/// </summary>
internal static unsafe partial class MklDispatch
{
    private const string IsIntel = "mkl_serv_intel_cpu_true";
    private const int Readable = 1, Writable = 2, Executable = 4;

    /// <summary>endbr64; mov eax, 1; ret.</summary>
    private static ReadOnlySpan<byte> ReturnTrue => [0xF3, 0x0F, 0x1E, 0xFA, 0xB8, 1, 0, 0, 0, 0xC3];

    /// <summary>Answers the question, which must happen before MKL asks it: right after loading.</summary>
    /// <param name="library">The handle of libtorch_cpu.</param>
    /// <param name="setting">The value of <see cref="TorchRuntime.MklVariable"/>.</param>
    /// <returns>Whether it was answered; not where there is no need, or where the system forbids it.</returns>
    public static bool Widen(nint library, string? setting)
    {
        if (!OperatingSystem.IsLinux() || !Avx512F.IsSupported || IsIntelProcessor() || setting == "stock") return false;
        if (!NativeLibrary.TryGetExport(library, IsIntel, out var function)) return false;

        var start = function / Environment.SystemPageSize * Environment.SystemPageSize;
        var length = (nuint)(function + ReturnTrue.Length - start);
        if (Protect(start, length, Readable | Writable | Executable) != 0) return false;
        ReturnTrue.CopyTo(new Span<byte>((void*)function, ReturnTrue.Length));
        return Protect(start, length, Readable | Executable) == 0;
    }

    /// <summary>By CPUID's vendor string, "GenuineIntel".</summary>
    private static bool IsIntelProcessor()
    {
        var (_, first, third, second) = X86Base.CpuId(0, 0);
        return (first, second, third) == (0x756e6547, 0x49656e69, 0x6c65746e);
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);
}
