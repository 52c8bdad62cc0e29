using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Fulcrum.Ladder.Trials;

/// <summary>Peak resident memory of this process, or of a worker.</summary>
internal static partial class PeakMemory
{
    private const string ClearRefs = "/proc/self/clear_refs";

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
    public static long? Read()
    {
        using var self = Process.GetCurrentProcess();
        return Read(self);
    }

    /// <summary>The peak of a process since it called <see cref="Reset"/>, bytes; null where the system does not tell, or the process is gone.</summary>
    public static long? Read(Process process)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return ReadStatus($"/proc/{process.Id}/status");
            process.Refresh();
            return process.PeakWorkingSet64 is > 0 and var peak ? peak : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    // A process that has died has a status for a while yet, but no memory in it.
    private static long? ReadStatus(string file) =>
        File.ReadLines(file).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
            ? 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
            : null;
}
