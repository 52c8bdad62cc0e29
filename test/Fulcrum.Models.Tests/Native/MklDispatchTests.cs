using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Fulcrum.Models.Native;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Native;

public sealed class MklDispatchTests
{
    private readonly nint _library;

    private delegate int Question();

    public MklDispatchTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Avx512F.IsSupported, "the processor has no AVX-512");
        TorchRuntime.EnsureLoaded();
        _library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libtorch_cpu.so"));
    }

    [Fact]
    public void MKL_takes_every_processor_with_AVX_512_for_one_it_may_use_it_on()
    {
        var isIntel = Marshal.GetDelegateForFunctionPointer<Question>(NativeLibrary.GetExport(_library, "mkl_serv_intel_cpu_true"));

        Assert.Equal(1, isIntel());
    }

    [Fact]
    public void It_is_left_as_it_comes_where_the_user_says_so_or_there_is_nothing_to_change()
    {
        Assert.False(MklDispatch.Widen(_library, "stock"));
        Assert.False(MklDispatch.Widen(NativeLibrary.GetMainProgramHandle(), null));
    }

    [Fact]
    public void Products_are_right()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (arange(334 * 64, dtype: ScalarType.Float64).remainder(13).view(334, 64) - 6, arange(64 * 96, dtype: ScalarType.Float64).remainder(7).view(64, 96) - 3);

        var product = left.to(ScalarType.Float32).mm(right.to(ScalarType.Float32)).to(ScalarType.Float64);

        Assert.Equal(0, (product - left.mm(right)).abs().max().item<double>());
    }
}
