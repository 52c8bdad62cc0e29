using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Fulcrum.Ladder.Trials;

/// <summary>Peak resident memory of this process.</summary>
internal static partial class PeakMemory
{
    private const string ClearRefs = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";

    /// <summary>Starts a new measurement, where the system can (Linux: proc(5), clear_refs); elsewhere the peak is that since the start of the process.</summary>
    public static void Reset()
    {
        GiveBack();
        try
        {
            if (File.Exists(ClearRefs)) File.WriteAllText(ClearRefs, "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some containers forbid it: the figure then covers earlier trials of this worker too.
        }
    }

    /// <summary>Returns to the system what earlier trials have freed, so that it is not counted as this one's.</summary>
    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            if (OperatingSystem.IsLinux()) _ = MallocTrim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Other C libraries than GNU's keep no such heap.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

    /// <summary>The peak since <see cref="Reset"/>, bytes.</summary>
    public static long Read()
    {
        if (!File.Exists(Status))
        {
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }

        var line = File.ReadLines(Status).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
