using System.Diagnostics;
using System.Globalization;

namespace Fulcrum.Ladder.Trials;

/// <summary>Peak resident memory of this process.</summary>
internal static class PeakMemory
{
    private const string ClearRefs = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";

    /// <summary>Starts a new measurement, where the system can (Linux: proc(5), clear_refs); elsewhere the peak is that since the start of the process.</summary>
    public static void Reset()
    {
        try
        {
            if (File.Exists(ClearRefs)) File.WriteAllText(ClearRefs, "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some containers forbid it: the figure then covers earlier trials of this worker too.
        }
    }

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
