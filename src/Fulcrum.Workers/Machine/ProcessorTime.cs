using System.Globalization;

namespace Fulcrum.Workers.Machine;

/// <summary>What the processors have done so far. Only the difference of two readings means something.</summary>
/// <param name="Busy">Time of all processors that this process may use in which they worked for any program or another virtual machine, in ticks of the kernel.</param>
/// <param name="Total">The same, idle time included.</param>
/// <param name="Allowed">How many processors these are.</param>
/// <param name="Wanted">How many of them this process uses at once: fewer where a container limits its time.</param>
/// <param name="Own">Processor time of this process.</param>
/// <param name="At">When it was read.</param>
public sealed record ProcessorTime(long Busy, long Total, int Allowed, int Wanted, TimeSpan Own, DateTimeOffset At)
{
    private const string Statistics = "/proc/stat";
    private const string Status = "/proc/self/status";

    /// <summary>Reads now; null where the system does not tell (other systems than Linux, some containers).</summary>
    public static ProcessorTime? Read(TimeProvider clock)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            return Parse(File.ReadLines(Statistics), File.ReadLines(Status), Environment.ProcessorCount, Environment.CpuUsage.TotalTime, clock.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="statistics">The lines of <c>/proc/stat</c>: per processor its time as user, nice, system, idle, waiting, interrupts (two) and stolen; see proc(5).</param>
    /// <param name="status">The lines of <c>/proc/self/status</c>, which list the allowed processors.</param>
    /// <param name="wanted">How many processors this process uses at once.</param>
    /// <param name="own">Processor time of this process.</param>
    /// <param name="at">Now.</param>
    internal static ProcessorTime? Parse(IEnumerable<string> statistics, IEnumerable<string> status, int wanted, TimeSpan own, DateTimeOffset at)
    {
        const string field = "Cpus_allowed_list:";
        var allowed = status.FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) is { } list ? Numbers(list[field.Length..]) : null;
        var (busy, total, count) = (0L, 0L, 0);
        foreach (var line in statistics)
        {
            if (!line.StartsWith("cpu", StringComparison.Ordinal) || line.StartsWith("cpu ", StringComparison.Ordinal)) continue;
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!int.TryParse(cells[0].AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var processor) || allowed?.Contains(processor) is false) continue;
            // The two that follow, guests, are counted as user time already.
            long[] times = [.. cells.Skip(1).Take(8).Select(cell => long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : 0)];
            if (times.Length < 4) return null;
            total += times.Sum();
            busy += times.Sum() - times[3] - times.ElementAtOrDefault(4);
            count++;
        }

        return count == 0 ? null : new ProcessorTime(busy, total, count, Math.Min(wanted, count), own, at);
    }

    /// <summary>Reads <c>0-2,5</c>; null where it is written otherwise.</summary>
    private static HashSet<int>? Numbers(string list)
    {
        var numbers = new HashSet<int>();
        foreach (var range in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = range.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                return null;
            }

            for (var number = first; number <= last; number++) numbers.Add(number);
        }

        return numbers;
    }
}
