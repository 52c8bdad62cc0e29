using System.Globalization;
using Fulcrum.Workers.Machine;

namespace Fulcrum.Workers.Processes;

/// <summary>How a worker process ended.</summary>
/// <param name="Code">Its exit code; 128 and the signal where one ended it.</param>
/// <param name="Reason">The same in a sentence, with the cause where the log tells.</param>
/// <param name="Log">What it printed since it last answered, oldest first: its first lines, its last ones, and those that name the cause.</param>
public sealed record WorkerExit(int Code, string Reason, IReadOnlyList<string> Log)
{
    private const int SignalBase = 128;

    // Linux and macOS agree on these (signal(7)); .NET reports 128 + signal as the exit code.
    private static readonly Dictionary<int, string> Signals = new()
    {
        [4] = "SIGILL", [6] = "SIGABRT", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [15] = "SIGTERM",
    };

    /// <summary>Its peak resident memory as it was last seen, bytes; <see langword="null"/> where it is not known.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Tells why it ended from the exit code and what was kept of its log.</summary>
    internal static WorkerExit Of(int code, IReadOnlyList<string> log)
    {
        var how = Signals.TryGetValue(code - SignalBase, out var signal)
            ? $"was ended by {signal}"
            : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}");
        var cause = log.FirstOrDefault(WorkerLog.IsCause);
        var why =
            cause?.StartsWith("Stack overflow.", StringComparison.Ordinal) == true
                ? ": the stack overflowed, as it does on data, templates or patterns that are nested very deeply."
            : log.Any(OutOfMemory.IsMatch) ? ": memory ran out. Use a smaller model or batch."
            : cause is not null ? $": {cause.Trim()}"
            : signal == "SIGKILL" ? ": it was killed by hand, or by the system because memory ran out."
            : " before it answered.";
        return new WorkerExit(code, $"The worker {how}{why}", log);
    }
}
