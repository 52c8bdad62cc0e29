using System.CommandLine;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum worker</c>: runs trials in a process of its own, JSON lines in and out. Started by <c>compare</c>.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var command = new Command("worker", "Run trials sent as JSON lines on standard input.") { Hidden = true };
        command.SetAction((_, cancellationToken) => Task.FromResult(0));
        return command;
    }
}
