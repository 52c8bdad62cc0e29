using System.Globalization;
using System.Reflection;

namespace Fulcrum.Workers.Processes;

/// <summary>How a worker process is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record WorkerStartInfo(string FileName, IReadOnlyList<string> Arguments)
{
    private const string Tunables = "GLIBC_TUNABLES";
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string Threads = "OMP_NUM_THREADS";

    /// <summary>
    /// For glibc: freed memory stays with the process, and is asked for in huge pages. Every step of a training allocates and
    /// frees tensors as large as the model's; handing them back to the kernel each time, and having them zeroed anew page
    /// by page, took 40 % of a full tune. One arena for all threads: those of other threads fall back to the kernel for
    /// large tensors. What the user has set comes after, and so wins. Other systems do not look at this.
    /// </summary>
    private const string KeepMemory = "glibc.malloc.trim_threshold=1099511627776:glibc.malloc.mmap_max=0:glibc.malloc.arena_max=1:glibc.malloc.hugetlb=1";

    /// <summary>
    /// For GNU's OpenMP, which comes with libtorch: how often a thread looks for others before it sleeps. Its default is some
    /// milliseconds of looking. Beside a busy program the thread that is waited for has no processor meanwhile, because the one
    /// that looks keeps it. Sleeping at once slows small models on an idle machine. See docs/decisions/0013.
    /// </summary>
    private const string ShortWait = "1000";

    /// <summary>How many such workers run side by side on this machine; 1 by default. They divide its processors.</summary>
    public int SideBySide { get; init; } = 1;

    /// <summary>Environment variables set beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment => Additions(System.Environment.GetEnvironmentVariable, System.Environment.ProcessorCount);

    /// <summary>What is set for a worker of a process whose own variables and processors these are; the user's choice stands.</summary>
    internal IReadOnlyDictionary<string, string> Additions(Func<string, string?> own, int processors)
    {
        var additions = new Dictionary<string, string> { [Tunables] = own(Tunables) is { Length: > 0 } tunables ? $"{KeepMemory}:{tunables}" : KeepMemory };
        if (own(SpinCount) is null && own(WaitPolicy) is null) additions[SpinCount] = ShortWait;
        if (own(Threads) is null or "") additions[Threads] = Math.Max(1, processors / SideBySide).ToString(CultureInfo.InvariantCulture);
        return additions;
    }

    /// <summary>The running program itself with other arguments, also where it is run by <c>dotnet x.dll</c>.</summary>
    public static WorkerStartInfo ThisProgram(params IReadOnlyList<string> arguments)
    {
        var program = System.Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new WorkerStartInfo(program, [Assembly.GetEntryAssembly()!.Location, .. arguments])
            : new WorkerStartInfo(program, arguments);
    }
}
