using System.Reflection;

namespace Fulcrum.Ladder.Trials;

/// <summary>How a worker process is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// For glibc: freed memory stays with the process. Every step of a training allocates and frees tensors as large as the
    /// model's; handing them back to the kernel each time, and having them zeroed anew, took 40 % of a full tune. One
    /// arena for all threads: those of other threads fall back to the kernel for large tensors. Other systems do not look at these.
    /// </summary>
    private static readonly IReadOnlyDictionary<string, string> KeepMemory =
        new Dictionary<string, string> { ["MALLOC_TRIM_THRESHOLD_"] = "1099511627776", ["MALLOC_MMAP_MAX_"] = "0", ["MALLOC_ARENA_MAX"] = "1" };

    /// <summary>Environment variables set beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = KeepMemory;

    /// <summary>The running program itself with other arguments, also where it is run by <c>dotnet x.dll</c>.</summary>
    public static WorkerCommand ThisProgram(params IReadOnlyList<string> arguments)
    {
        var program = System.Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new WorkerCommand(program, [Assembly.GetEntryAssembly()!.Location, .. arguments])
            : new WorkerCommand(program, arguments);
    }
}
