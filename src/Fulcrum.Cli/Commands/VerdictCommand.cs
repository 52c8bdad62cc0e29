using System.CommandLine;
using Fulcrum.Cli.Comparing;
using Fulcrum.Ladder.Comparisons;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum verdict RUN</c>: metrics, verdict and report again from the logs.</summary>
internal static class VerdictCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run folder that compare printed." };
        var json = new Option<bool>("--json") { Description = "Print verdict.json instead of the table." };
        var copyBase = new Option<bool>("--copy-base") { Description = "Copy the base model into winner/, so that the folder can be moved to another machine." };
        var decision = new DecisionOptionsBinding();
        var answer = new AnswerOptionsBinding();
        var command = new Command(
            "verdict",
            """
            Compute metrics, verdict and report of a run again from its files. Nothing is run.

            Examples:
              fulcrum verdict runs/2026-11-23T10-00-00-mails
              fulcrum verdict runs/2026-11-23T10-00-00-mails --margin 2
              fulcrum verdict runs/2026-11-23T10-00-00-mails --gate 'accuracy>=97% & p95<=200ms' --junit gate.xml
            """)
        {
            run, json, copyBase,
        };
        foreach (var option in decision.Options.Concat(answer.Options)) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = new RunFolder(parsed.GetValue(run)!);
            folder.RequireRun();
            var outputs = answer.Read(parsed);
            outputs.Require(folder.Root);
            outputs.Gate?.Require(folder.ReadTask().Kind, folder.ReadData().Split);
            using var taken = folder.Lock();
            var report = await RunFolderAccess.GuardAsync(folder, () => Task.FromResult(Comparison.Decide(folder, decision.Read(parsed))));
            return await new AnswerView(new Terminal(), folder).ShowAsync(report, parsed.GetValue(json), parsed.GetValue(copyBase), outputs, cancellationToken);
        });
        return command;
    }
}
