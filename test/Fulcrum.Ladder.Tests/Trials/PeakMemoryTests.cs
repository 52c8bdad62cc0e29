using System.Runtime.InteropServices;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Trials;

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

    private static void TouchAndFree()
    {
        var memory = Marshal.AllocHGlobal(Size);
        for (var page = 0; page < Size; page += 4096) Marshal.WriteByte(memory, page, 1);
        Marshal.FreeHGlobal(memory);
    }
}
