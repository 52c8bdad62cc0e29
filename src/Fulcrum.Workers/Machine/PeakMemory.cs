using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Fulcrum.Workers.Machine;

/// <summary>Peak resident memory of this process, or of a worker.</summary>
public static partial class PeakMemory
{
    private const string ClearRefs = "/proc/self/clear_refs";
    private const string Peak = "VmHWM:";

    /// <summary>Starts a new measurement, where the system can (Linux: proc(5), clear_refs); elsewhere the peak is that since the start of the process.</summary>
    public static void Reset()
    {
        TrimHeap();
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
    private static void TrimHeap()
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

    /// <summary>The peak since <see cref="Reset"/>, bytes; null where it is not known.</summary>
    public static long? Read() => Read(() => Environment.ProcessId, () =>
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    });

    /// <summary>The peak of a process since it called <see cref="Reset"/>, bytes; null where the system does not tell, or the process is gone.</summary>
    public static long? Read(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return Read(() => process.Id, () =>
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        });
    }

    /// <summary>The peak that a status file of Linux names (proc(5), <c>VmHWM</c>), bytes; null where it names none.</summary>
    internal static long? Parse(IEnumerable<string> status)
    {
        // A process that has died has a status for a while yet, but no memory in it. Large figures leave no blank before
        // them: the kernel pads to eight digits after a tab.
        var words = status.FirstOrDefault(line => line.StartsWith(Peak, StringComparison.Ordinal))?[Peak.Length..]
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is [var number, "kB"] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes)
            && kilobytes <= long.MaxValue / 1024
                ? 1024 * kilobytes
                : null;
    }

    /// <summary>A figure for the report is worth no run: whatever fails here, the peak is unknown.</summary>
    private static long? Read(Func<int> process, Func<long> elsewhere)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return Parse(File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process()}/status")));
            return elsewhere() is > 0 and var peak ? peak : null;
        }
        catch (Exception)
        {
            return null;
        }
    }
}
