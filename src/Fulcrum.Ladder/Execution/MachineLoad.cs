using Fulcrum.Ladder.Formatting;
using Fulcrum.Workers.Machine;

namespace Fulcrum.Ladder.Execution;

/// <summary>Whether a trial had the machine for itself: its times are compared with those of others, and only then they can be.</summary>
internal static class MachineLoad
{
    /// <summary>Share of the processors beyond which others are mentioned. A tenth slows a trial by about a tenth, which is what times differ by anyway.</summary>
    private const double Threshold = 0.1;

    /// <summary>In a shorter time the comparison itself, which starts the worker and draws its progress, is a tenth of the processors.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What a reader should know of the times between two readings; null where others took no part worth mentioning, and where it
    /// is not known.
    /// </summary>
    /// <param name="start">At the beginning.</param>
    /// <param name="end">At the end.</param>
    public static string? Note(ProcessorTime? start, ProcessorTime? end) =>
        OthersShare(start, end) is >= Threshold and var share
            ? $"Other programs took about {DisplayFormat.Whole(Math.Round(share, 1))} of the processors meanwhile: its times are longer than on an idle machine."
            : null;

    /// <summary>The share of the processors wanted that others took, 0 to 1; what they used of processors that stood idle otherwise does not count.</summary>
    private static double? OthersShare(ProcessorTime? start, ProcessorTime? end)
    {
        if (start is null || end is null || end.At - start.At < Shortest || end.Total <= start.Total) return null;
        var busy = (double)(end.Busy - start.Busy) / (end.Total - start.Total) * end.Allowed;
        var own = (end.Own - start.Own) / (end.At - start.At);
        return Math.Clamp((busy - own - (end.Allowed - end.Wanted)) / end.Wanted, 0, 1);
    }
}
