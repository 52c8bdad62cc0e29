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
        var labels = new Option<string?>("--labels")
        {
            Description = "Corrected labels: a copy of the run's label-errors.csv, or any table with the columns id and corrected. The run keeps them for all later verdicts; cells that are empty change nothing.",
            HelpName = "FILE",
        };
        var originalLabels = new Option<bool>("--original-labels") { Description = "Forget labels that were corrected before." };
        labels.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{labels.Name} takes a name, not an empty text.");
        });
        var answer = new AnswerOptionsBinding();
        var command = new Command(
            "verdict",
            """
            Compute metrics, verdict and report of a run again from its files. Nothing is run.

            Examples:
              fulcrum verdict runs/2026-11-23T10-00-00-mails
              fulcrum verdict runs/2026-11-23T10-00-00-mails --margin 2
              fulcrum verdict runs/2026-11-23T10-00-00-mails --labels corrected.csv
              fulcrum verdict runs/2026-11-23T10-00-00-mails --gate 'accuracy>=97% & p95<=200ms' --junit gate.xml
            """)
        {
            run, json, copyBase, labels, originalLabels,
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
            var corrections = CorrectedRows.Read(folder, parsed.GetValue(labels), parsed.GetValue(originalLabels), cancellationToken);
            var report = await RunFolderAccess.GuardAsync(folder, () => Task.FromResult(Comparison.Decide(folder, corrections, decision.Read(parsed))));
            return await new AnswerView(new Terminal(), folder).ShowAsync(report, parsed.GetValue(json), parsed.GetValue(copyBase), outputs, cancellationToken);
        });
        return command;
    }
}
