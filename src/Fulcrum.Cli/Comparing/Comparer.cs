using Fulcrum.Cli.ModelVerbs;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Comparisons;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Models.Builtin;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Hub;
using Fulcrum.Rungs;

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
        request.Answer.Require(request.Resume ?? request.Task!);
        if (request.Resume is not null) return await ResumeAsync(new RunFolder(request.Resume), request, cancellationToken);

        var device = ComputeDevice.Of(request.Device);
        var task = request.Decision.ApplyTo(TaskReader.Read(request.Task!, RungRegistry.Catalog));
        var models = await ModelsAsync(request, cancellationToken);
        var setup = await terminal.WithStatusAsync(progress => Comparison.PrepareAsync(RungRegistry.Catalog, task, request.ToOptions(models, device), progress, cancellationToken));
        SetupView.Show(terminal, setup);
        if (request.PlanOnly)
        {
            PlanView.Show(terminal, setup, request.Json);
            return ExitCodes.Good;
        }

        PlanView.Announce(terminal, setup);

        var folder = request.Output is { } named ? new RunFolder(named) : RunFolder.Reserve(setup.DefaultFolder(clock));
        using var taken = setup.WriteTo(folder, clock);
        return await ClimbAsync(folder, request, cancellationToken);
    }

    private async Task<int> ResumeAsync(RunFolder folder, CompareRequest request, CancellationToken cancellationToken)
    {
        folder.RequireRun();
        request.Answer.Gate?.Require(folder.ReadTask().Kind, folder.ReadData().Split);
        using var taken = folder.Lock();
        var (failed, lost) = folder.ReopenTrials();
        var trials = folder.ReadTrials();
        var finished = trials.Count(trial => folder.Trial(trial.Id).IsFinished);
        terminal.Say($"Resuming {folder.Root}{(folder.ReadTask().Synthetic ? " (synthetic data)" : "")}: {finished} of {trials.Count} trials are finished.");
        if (failed > 0) terminal.Say($"  {failed} of the others failed on infrastructure and {(failed == 1 ? "is" : "are")} tried again.");
        if (lost > 0) terminal.Say($"  {lost} of the others {(lost == 1 ? "has" : "have")} lost predictions and {(lost == 1 ? "is" : "are")} run again.");
        var remaining = trials.Concat(folder.ReadPlan()).Where(trial => !folder.Trial(trial.Id).IsFinished).ToArray();
        foreach (var device in remaining.Select(trial => trial.Device).Distinct()) RequireDevice(device);
        var origins = remaining.SelectMany(trial => (string?[])[trial.ModelOrigin, trial.EncoderOrigin]).OfType<string>().Distinct();
        foreach (var origin in origins) await HubDownload.ResolveAsync(terminal, origin, cancellationToken);
        return await ClimbAsync(folder, request, cancellationToken);
    }

    /// <summary>Refuses to go on without the device that a run was set up for: its trials would compute otherwise.</summary>
    private static void RequireDevice(string name)
    {
        try
        {
            ComputeDevice.Of(name);
        }
        catch (InputException e)
        {
            const string Remedy = "The run was set up for that device: resume it where it is, or compare anew with another --device.";
            throw new InputException([.. e.Errors.Select(error => error with { Remedy = Remedy })], e);
        }
    }

    /// <summary>Models of the hub are fetched before anything else, unless nothing is to run.</summary>
    private async Task<ComparisonModels> ModelsAsync(CompareRequest request, CancellationToken cancellationToken)
    {
        var models = new List<ModelReference>();
        foreach (var model in request.Models)
        {
            models.Add(
                model == BuiltinMiniLM.Name ? ComparisonModels.Builtin()
                : !HubName.IsHubName(model) ? new ModelReference(model)
                : request.PlanOnly ? new ModelReference(model, HubName.Parse(model).ToString())
                : await FetchAsync(model, cancellationToken));
        }

        return request.NoBuiltin ? new ComparisonModels(models, []) : ComparisonModels.WithBuiltin(models, terminal);
    }

    private async Task<ModelReference> FetchAsync(string model, CancellationToken cancellationToken)
    {
        var snapshot = await HubDownload.RunAsync(terminal, model, cancellationToken);
        return new ModelReference(snapshot.Path, snapshot.Origin);
    }

    private async Task<int> ClimbAsync(RunFolder folder, CompareRequest request, CancellationToken cancellationToken)
    {
        var report = await RunFolderAccess.GuardAsync(folder, async () =>
        {
            // Said at once: whoever stops the program may not wait for its worker to end.
            await using (cancellationToken.Register(() => terminal.Say($"Stopped. Continue with: fulcrum compare --resume {ShellWord.Quote(folder.Root)}")))
            {
                return await TrialProgressView.RunAsync(
                    terminal,
                    folder.ReadPlan(),
                    updates => Comparison.ClimbAsync(folder, executor, updates, cancellationToken));
            }
        });
        return await new AnswerView(terminal, folder).ShowAsync(report, request.Json, request.CopyBase, request.Answer, cancellationToken);
    }
}
