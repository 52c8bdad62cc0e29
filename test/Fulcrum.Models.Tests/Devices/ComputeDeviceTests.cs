using Fulcrum.Data;
using Fulcrum.Models.Devices;

namespace Fulcrum.Models.Tests.Devices;

public sealed class ComputeDeviceTests
{
    private static readonly CudaInventory NoCuda = new(false, null, []);
    private static readonly CudaInventory NoGpu = new(true, "/opt/libtorch/lib", []);
    private static readonly CudaInventory TwoGpus = new(true, "/opt/libtorch/lib", [new("NVIDIA H200", new Version(9, 0)), new("Tesla T4", new Version(7, 5))]);
    private static readonly CudaInventory OneUnknownGpu = new(true, null, [new("GPU", null)]);

    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("auto", "cuda:0")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:0", "cuda:0")]
    [InlineData("cuda:1", "cuda:1")]
    public void A_name_says_which_device(string name, string expected) => Assert.Equal(expected, Of(name, TwoGpus).Name);

    [Fact]
    public void Auto_falls_back_to_the_processor_where_there_is_no_GPU()
    {
        Assert.Same(ComputeDevice.Cpu, Of("auto", NoCuda));
        Assert.Same(ComputeDevice.Cpu, Of("auto", NoGpu));
    }

    [Fact]
    public void The_processor_is_found_without_looking_for_GPUs() =>
        Assert.Same(ComputeDevice.Cpu, ComputeDevice.Of("cpu", () => throw new InvalidOperationException("looked")));

    [Fact]
    public void Matrices_are_multiplied_in_bfloat16_where_the_device_does_so_natively()
    {
        Assert.False(ComputeDevice.Cpu.UsesBFloat16);
        Assert.True(Of("cuda:0", TwoGpus).UsesBFloat16);
        Assert.False(Of("cuda:1", TwoGpus).UsesBFloat16);
        Assert.False(Of("cuda:0", OneUnknownGpu).UsesBFloat16);
    }

    [Fact]
    public void A_GPU_is_described_by_what_it_is()
    {
        Assert.Equal("cpu", ComputeDevice.Cpu.Description);
        Assert.Equal("cuda:0 (NVIDIA H200, compute capability 9.0, bf16)", Of("cuda", TwoGpus).Description);
        Assert.Equal("cuda:1 (Tesla T4, compute capability 7.5, fp32)", Of("cuda:1", TwoGpus).Description);
        Assert.Equal("cuda:0 (GPU, fp32)", Of("cuda", OneUnknownGpu).Description);
    }

    [Theory]
    [InlineData("cudda", "There is no device `cudda`. Did you mean `cuda`?")]
    [InlineData("CPU", "There is no device `CPU`. Did you mean `cpu`?")]
    [InlineData("gpu", "There is no device `gpu`. Did you mean `cuda`?")]
    [InlineData("gpu:1", "There is no device `gpu:1`. Did you mean `cuda`?")]
    [InlineData("accelerator", "There is no device `accelerator`. Possible here: auto, cpu, cuda (the first GPU), cuda:N (the GPU of that number, from 0).")]
    [InlineData("cuda:-1", "There is no device `cuda:-1`. Possible here: auto, cpu, cuda (the first GPU), cuda:N (the GPU of that number, from 0).")]
    [InlineData("cuda:first", "There is no device `cuda:first`. Possible here: auto, cpu, cuda (the first GPU), cuda:N (the GPU of that number, from 0).")]
    [InlineData("cuda:2", "There is no device `cuda:2`: this machine has 2 GPUs. Possible here: auto, cpu, cuda:0, cuda:1.")]
    public void A_name_of_no_device_is_refused(string name, string message) => Assert.Equal(message, Refused(name, TwoGpus));

    [Fact]
    public void A_GPU_that_is_not_there_is_refused_with_the_number_of_those_that_are() =>
        Assert.Equal("There is no device `cuda:1`: this machine has 1 GPU. Possible here: auto, cpu, cuda:0.", Refused("cuda:1", OneUnknownGpu));

    [Theory]
    [InlineData(null, "beside the program")]
    [InlineData("/opt/libtorch/lib", "in `/opt/libtorch/lib`")]
    public void A_libtorch_without_CUDA_is_named(string? folder, string where) => Assert.Equal(
        $"The device `cuda:1` needs a libtorch that was built with CUDA; the one {where} was not. "
        + "Set FULCRUM_LIBTORCH to the lib folder of a libtorch 2.10 with CUDA (docs/gpu.md), or use --device cpu.",
        Refused("cuda:1", new CudaInventory(false, folder, [])));

    [Fact]
    public void A_machine_without_GPU_is_told() => Assert.Equal(
        "The device `cuda` is not there: libtorch finds no GPU with CUDA on this machine. "
        + "See whether `nvidia-smi` lists the GPU and whether CUDA_VISIBLE_DEVICES hides it, or use --device cpu.",
        Refused("cuda", NoGpu));

    [Fact]
    public void What_is_present_can_be_asked_for_by_its_name()
    {
        Assert.Same(ComputeDevice.Cpu, ComputeDevice.Present[0]);
        Assert.All(ComputeDevice.Present, device => Assert.Equal(device.Description, ComputeDevice.Of(device.Name).Description));
        Assert.Equal(ComputeDevice.Present.Count > 1 ? "cuda:0" : "cpu", ComputeDevice.Of("auto").Name);
    }

    private static ComputeDevice Of(string name, CudaInventory inventory) => ComputeDevice.Of(name, () => inventory);

    private static string Refused(string name, CudaInventory inventory) => Assert.Throws<InputException>(() => Of(name, inventory)).Message;
}
