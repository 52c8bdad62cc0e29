using System.Globalization;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>Puts the end of a worker process into words.</summary>
internal static class WorkerExit
{
    private const int SignalBase = 128;

    // Linux and macOS agree on these (signal(7)); .NET reports 128 + signal as the exit code.
    private static readonly Dictionary<int, string> Signals = new()
    {
        [4] = "SIGILL", [6] = "SIGABRT", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [15] = "SIGTERM",
    };

    /// <summary>Why the trial failed, from the exit code and what was kept of the worker's log.</summary>
    public static TrialFailure Describe(int exitCode, IReadOnlyList<string> log)
    {
        var how = Signals.TryGetValue(exitCode - SignalBase, out var signal)
            ? $"was ended by {signal}"
            : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}");
        var cause = log.FirstOrDefault(WorkerLog.IsCause);
        var why =
            cause?.StartsWith("Stack overflow.", StringComparison.Ordinal) == true
                ? ": the stack overflowed, as it does on data, templates or patterns that are nested very deeply."
            : log.Any(OutOfMemory.IsMatch) ? ": memory ran out. Use a smaller model or batch."
            : cause is not null ? $": {cause.Trim()}"
            : signal == "SIGKILL" ? ": it was killed by hand, or by the system because memory ran out."
            : " before the trial was finished.";
        return new TrialFailure("worker", $"The worker {how}{why}") { Log = log };
    }
}
