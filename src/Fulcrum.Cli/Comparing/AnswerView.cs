using System.Text.Json;
using Fulcrum.Ladder.Exports;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.LabelErrors;
using Fulcrum.Ladder.Predicting;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Web;

namespace Fulcrum.Cli.Comparing;

/// <summary>Shows what a run has answered, and leaves report and winner in its folder.</summary>
/// <param name="terminal">Standard output for the answer.</param>
/// <param name="folder">The run.</param>
internal sealed class AnswerView(Terminal terminal, RunFolder folder)
{
    /// <summary>Writes <c>report.html</c> and <c>winner/</c> and shows table or JSON.</summary>
    /// <param name="report">The run as computed from its files.</param>
    /// <param name="json">Whether standard output is for machines.</param>
    /// <param name="copyBase">Whether the winner brings its base model along.</param>
    /// <param name="options">What it must reach, and where else it is written.</param>
    /// <param name="cancellationToken">Stops rendering.</param>
    /// <returns>The exit code: 1 where there is no winner or the gate failed; that nothing is decided is no failure.</returns>
    public async Task<int> ShowAsync(ComparisonReport report, bool json, bool copyBase, AnswerOptions options, CancellationToken cancellationToken)
    {
        var hasWinner = await ShowAsync(report, json, copyBase, cancellationToken);
        var gate = options.Gate?.Check(report);
        if (gate is not null) GateView.Show(terminal, gate, json);
        // Beside the run folder, whose remedies are not theirs.
        if (options.JUnit is { } junit) JUnitXml.Write(junit, report, gate);
        if (options.Markdown is { } markdown) MarkdownSummary.Write(markdown, report, gate);
        return hasWinner && gate?.Passed != false ? ExitCodes.Good : ExitCodes.GateFailed;
    }

    private Task<bool> ShowAsync(ComparisonReport report, bool json, bool copyBase, CancellationToken cancellationToken) => RunFolderAccess.GuardAsync(folder, async () =>
    {
        folder.WriteReport(await HtmlReport.RenderAsync(report, cancellationToken));
        if (json) terminal.Out.WriteLine(JsonSerializer.Serialize(report.Verdict, LadderJson.File));
        else LadderView.Show(terminal, report);
        if (StandardStreams.TakeOutputFailure() is { } lost)
            terminal.Say($"Standard output could not be written ({lost}): the answer is in {folder.VerdictFile}.");
        terminal.Say($"Report: {folder.ReportFile}");
        var rule = report.Trials.FirstOrDefault(trial => trial.Trial.Id == report.Verdict.RecommendedTrial)?.Rule?.Rule;
        SayLabelErrors(report);
        CascadeFolder.Write(folder, [.. report.Cascades.Cascades.Select(cascade => cascade.Settings)], copyBase);
        if (report.Cascades.Cascades.Count > 0) terminal.Say($"Use the cascade: fulcrum predict {ShellWord.Quote(folder.CascadeFolder)} FILE");
        var hasWinner = WinnerFolder.Write(folder, report.Verdict, copyBase, rule);
        if (hasWinner) terminal.Say($"Use the winner: fulcrum predict {ShellWord.Quote(folder.Root)} FILE");
        return hasWinner;
    });

    private void SayLabelErrors(ComparisonReport report)
    {
        var (count, file) = (report.LabelErrors.Rows.Count, ShellWord.Quote(folder.LabelErrorsFile));
        var data = folder.ReadData();
        var isWritten = LabelErrorFile.Write(
            folder.LabelErrorsFile, report.LabelErrors.Rows, CorrectedRows.RulesOf(report.Task, data), data.Split, folder.ReadLabelCorrections().Labels);
        if (!isWritten) terminal.Say($"Labels that were corrected in {file} are not in effect: fulcrum verdict {ShellWord.Quote(folder.Root)} --labels {file}");
        else if (count > 0) terminal.Say($"{DisplayFormat.Count(count)} {(count == 1 ? "row" : "rows")} may have a wrong label: correct them in {file}, then: fulcrum verdict {ShellWord.Quote(folder.Root)} --labels {file}");
    }
}
