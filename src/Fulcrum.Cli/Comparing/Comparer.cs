using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Web;

namespace Fulcrum.Cli.Comparing;

/// <summary>Carries out <c>fulcrum compare</c>: set up or resume, climb, answer.</summary>
/// <param name="terminal">Standard output for answers, standard error for progress.</param>
/// <param name="executor">Where trials run.</param>
/// <param name="clock">The clock.</param>
internal sealed class Comparer(Terminal terminal, ITrialExecutor executor, TimeProvider clock)
{
    /// <summary>Runs the comparison and returns the exit code.</summary>
    public async Task<int> RunAsync(CompareRequest request, CancellationToken cancellationToken)
    {
        if (request.Resume is not null) return await ResumeAsync(new RunFolder(request.Resume), request, cancellationToken);

        var setup = await terminal.WithStatusAsync(progress => ComparisonSetup.ReadAsync(request, progress, cancellationToken));
        var folder = new RunFolder(request.Output ?? setup.DefaultFolder(clock));
        SetupView.Show(terminal, setup);
        if (request.PlanOnly)
        {
            PlanView.Show(terminal, setup, request.Json);
            return ExitCodes.Good;
        }

        using var taken = folder.Lock();
        setup.WriteTo(folder, request, clock);
        return await ClimbAsync(folder, setup.Plan.Trials, request, cancellationToken);
    }

    private async Task<int> ResumeAsync(RunFolder folder, CompareRequest request, CancellationToken cancellationToken)
    {
        if (!folder.Exists)
        {
            throw new InputException(new InputError($"There is no run in `{folder.Root}`.")
            {
                Remedy = "Give the folder that compare printed, e.g. runs/2026-11-23T10-00-00-mails.",
            });
        }

        using var taken = folder.Lock();
        var trials = folder.ReadTrials();
        var finished = trials.Count(trial => folder.Trial(trial.Id).IsFinished);
        terminal.Say($"Resuming {folder.Root}: {finished} of {trials.Count} trials are finished.");
        return await ClimbAsync(folder, trials, request, cancellationToken);
    }

    private async Task<int> ClimbAsync(RunFolder folder, IReadOnlyList<Trial> trials, CompareRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await TrialProgressView.RunAsync(
                terminal, trials, updates => executor.RunAsync(folder, trials, updates, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            terminal.Say($"Stopped. Continue with: fulcrum compare --resume {folder.Root}");
            throw;
        }

        var report = ReportBuilder.Build(folder);
        folder.WriteVerdict(report.Verdict);
        folder.WriteReport(await HtmlReport.RenderAsync(report, cancellationToken));

        if (request.Json) terminal.Out.WriteLine(JsonSerializer.Serialize(report.Verdict, LadderJson.File));
        else LadderView.Show(terminal, report);
        terminal.Say($"Report: {folder.ReportFile}");
        return report.Verdict.RecommendedTrial is null ? ExitCodes.GateFailed : ExitCodes.Good;
    }
}
