using System.Diagnostics;
using System.Runtime.InteropServices;
using Fulcrum.Workers.Machine;

namespace Fulcrum.Workers.Tests.Machine;

public sealed class PeakMemoryTests
{
    private const int Size = 512 << 20;

    [Fact]
    public void The_peak_is_remembered_after_the_memory_is_given_back_and_forgotten_on_reset()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux lets a process reset its peak");
        PeakMemory.Reset();
        var before = PeakMemory.Read()!.Value;
        TouchAndFree();
        var peak = PeakMemory.Read()!.Value;
        Assert.InRange(peak - before, Size * 0.9, Size * 2.0);
        PeakMemory.Reset();
        Assert.True(PeakMemory.Read() < peak - (Size / 2));
    }

    [Theory]
    [InlineData("VmHWM:\t    5120 kB", 5120L * 1024)]
    [InlineData("VmHWM:\t10056100 kB", 10056100L * 1024)]
    [InlineData("VmHWM:\t1234567890 kB", 1234567890L * 1024)]
    [InlineData("VmHWM: 7 kB ", 7L * 1024)]
    [InlineData("VmHWM:", null)]
    [InlineData("VmHWM:\tmany kB", null)]
    [InlineData("VmHWM:\t99999999999999999999 kB", null)]
    [InlineData("VmHWM:\t9223372036854775807 kB", null)]
    [InlineData("VmHWM:\t5120 MB", null)]
    [InlineData("State:\tZ (zombie)", null)]
    public void The_peak_is_read_however_large_it_is_and_unknown_where_the_status_names_none(string line, long? bytes) =>
        Assert.Equal(bytes, PeakMemory.Parse(["Name:\tdotnet", line, "VmRSS:\t 1 kB"]));

    [Fact]
    public void The_memory_of_a_process_that_is_gone_or_was_never_started_is_unknown()
    {
        using var never = new Process();
        using var gone = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        gone.WaitForExit();

        Assert.Null(PeakMemory.Read(never));
        Assert.Null(PeakMemory.Read(gone));
    }

    private static void TouchAndFree()
    {
        var memory = Marshal.AllocHGlobal(Size);
        for (var page = 0; page < Size; page += 4096) Marshal.WriteByte(memory, page, 1);
        Marshal.FreeHGlobal(memory);
    }
}
