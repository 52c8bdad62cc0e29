using System.CommandLine;
using Fulcrum.Ladder.Execution;
using Fulcrum.Rungs;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum worker</c>: runs trials in a process of its own, JSON lines in and out. Started by <c>compare</c>.</summary>
internal static class WorkerCommand
{
    public const string Name = "worker";

    public static Command Create()
    {
        var command = new Command(Name, "Run trials sent as JSON lines on standard input.") { Hidden = true };
        command.SetAction(_ =>
        {
            using var rungs = new RungRegistry();
            new TrialRunner(rungs.Find, TimeProvider.System).RunOnStandardStreams();
        });
        return command;
    }
}
