using System.CommandLine;
using System.Text.Json;
using Fulcrum.Cli.Comparing;
using Fulcrum.Ladder.Diffs;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum compare diff RUN1 RUN2</c>: what changed from one run to another, row by row.</summary>
internal static class CompareDiffCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("RUN1") { Description = "The run folder of before." };
        var after = new Argument<string>("RUN2") { Description = "The run folder of after." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of the table." };
        var command = new Command(
            "diff",
            """
            Say what changed from one run to another: per rung accuracy before and after on the same rows, rows fixed and broken.

            Nothing is run or written. A task file that is called diff is compared as ./diff.

            Example:
              fulcrum compare diff runs/2026-11-23T10-00-00-mails runs/2026-11-24T10-00-00-mails
            """)
        {
            before, after, json,
        };
        command.SetAction(parsed =>
        {
            var diff = RunDiffer.Compare(new RunFolder(parsed.GetValue(before)!), new RunFolder(parsed.GetValue(after)!));
            var terminal = new Terminal();
            if (parsed.GetValue(json)) terminal.Out.WriteLine(JsonSerializer.Serialize(diff, LadderJson.File));
            else DiffView.Show(terminal, diff);
            return ExitCodes.Good;
        });
        return command;
    }
}
