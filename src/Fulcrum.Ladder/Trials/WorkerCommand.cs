using System.Reflection;

namespace Fulcrum.Ladder.Trials;

/// <summary>How a worker process is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Environment variables set beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The running program itself with other arguments, also where it is run by <c>dotnet x.dll</c>.</summary>
    public static WorkerCommand ThisProgram(params IReadOnlyList<string> arguments)
    {
        var program = System.Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new WorkerCommand(program, [Assembly.GetEntryAssembly()!.Location, .. arguments])
            : new WorkerCommand(program, arguments);
    }
}
