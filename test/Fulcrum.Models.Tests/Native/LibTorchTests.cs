using System.Runtime.InteropServices;
using Fulcrum.Data;
using Fulcrum.Models.Native;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Native;

public sealed class LibTorchTests
{
    [Fact]
    public void Tensors_work_once_the_runtime_is_loaded()
    {
        TorchRuntime.EnsureLoaded();

        using var sum = ones(2, 3).sum();
        Assert.Equal(6, sum.item<float>());
    }

    [Fact]
    public void The_number_of_threads_can_be_set_and_stays_otherwise()
    {
        var before = get_num_threads();
        TorchRuntime.EnsureLoaded(threads: 1);
        TorchRuntime.EnsureLoaded();
        Assert.Equal(1, get_num_threads());
        TorchRuntime.EnsureLoaded(before);
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void A_patched_copy_loads_and_is_made_once()
    {
        using var cache = new TemporaryFolder();

        var copy = LibraryCopy.Of(Shim.Path(), cache.Path);
        var written = File.GetLastWriteTimeUtc(copy);

        Assert.NotEqual(0, NativeLibrary.Load(copy));
        Assert.Equal(copy, LibraryCopy.Of(Shim.Path(), cache.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));
        Assert.Single(Directory.GetFiles(cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_folder_without_libtorch_is_refused_with_a_remedy()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Single(Assert.Throws<InputException>(() => LibTorch.Load(folder.Path, folder.Path)).Errors);

        Assert.Equal(folder.Path, error.File);
        Assert.Contains("c10", error.Message);
        Assert.Contains("FULCRUM_LIBTORCH", error.Remedy);
    }

    [Fact]
    public void A_second_libtorch_is_refused_where_one_is_beside_the_program()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the file name is Linux's");
        using var folder = new TemporaryFolder();
        folder.Write("libtorch_cpu.so", "another library");

        var refused = Assert.Throws<InputException>(() => LibTorch.Load(folder.Path, folder.Path));

        Assert.Equal(
            $"{folder.Path}: This program has a libtorch beside it and cannot load another one. Build with -p:TorchBackend=external to use that of FULCRUM_LIBTORCH, or unset FULCRUM_LIBTORCH.",
            refused.Message);
    }

    [Fact]
    public void A_libtorch_with_CUDA_is_known_by_its_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the file name is Linux's");
        using var folder = new TemporaryFolder();
        Assert.False(LibTorch.HasCuda(folder.Path));

        folder.Write("libtorch_cuda.so", "");

        Assert.True(LibTorch.HasCuda(folder.Path));
    }

    [Fact]
    public void A_library_that_does_not_load_is_named_with_the_cause_and_a_remedy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the file name is Linux's");
        using var folder = new TemporaryFolder();
        var library = folder.Write("libc10.so", "no library");

        var error = Assert.Single(Assert.Throws<InputException>(() => LibTorch.Load(folder.Path, folder.Path)).Errors);

        Assert.Equal(library, error.File);
        Assert.Contains("does not load", error.Message);
        Assert.Contains("FULCRUM_LIBTORCH", error.Remedy);
    }
}
