using System.CommandLine;
using Fulcrum.Cli.Predicting;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Serving;
using Fulcrum.Models.Devices;
using Fulcrum.Rungs;
using Fulcrum.Workers.Processes;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum worker</c>: trials or a fitted rung in a process of their own. Started by other verbs and by batch schedulers.</summary>
internal static class WorkerCommand
{
    public const string Name = "worker";

    public static Command Create()
    {
        var trial = new Option<string?>("--trial")
        {
            Description = "Run one trial, RUN/trials/ID, to its result.json and end with 0 if it completed, 1 if it failed. Standard input is not read.", HelpName = "FOLDER",
        };
        var serve = new Option<string?>("--serve")
        {
            Description = """Answer {"id":…,"texts":[…]}, one per line of standard input, with {"id":…,"answers":[…]}.""", HelpName = "ARTIFACT",
        };
        var models = new Option<string[]>("--model") { Description = "With --serve: where to look for the artifact's models first; may be repeated.", HelpName = "FOLDER" };
        var device = DeviceOption.Create();
        var command = new Command(Name, "Run trials that are asked for as JSON lines on standard input, until that ends.") { trial, serve, models, device };
        command.Hidden = true;
        command.Validators.Add(result =>
        {
            foreach (var option in new Option[] { trial, serve, models })
                if (result.GetResult(option)?.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) == true) result.AddError($"{option.Name} takes a name, not an empty text.");
            if (result.GetResult(trial) is not null && result.GetResult(serve) is not null) result.AddError("Give either --trial or --serve.");
            if (result.GetResult(device) is { Implicit: false } && result.GetResult(serve) is null && result.GetResult(trial) is null)
                result.AddError("--device has no effect without --trial or --serve: a trial says itself where it runs.");
            if (result.GetResult(models) is { Implicit: false } && result.GetResult(serve) is null) result.AddError("--model has no effect without --serve.");
        });
        command.SetAction(parsed =>
            parsed.GetValue(trial) is { } folder ? RunTrial(folder, parsed.GetResult(device) is { Implicit: false } ? ComputeDevice.Of(parsed.GetValue(device)!) : null)
            : parsed.GetValue(serve) is { } artifact ? Serve(artifact, parsed.GetValue(models) ?? [], ComputeDevice.Of(parsed.GetValue(device)!))
            : RunTrials());
        return command;
    }

    private static int RunTrials()
    {
        using var rungs = RungRegistry.ForTrials();
        new TrialServer(rungs.Find, TimeProvider.System).RunOnStandardStreams();
        return ExitCodes.Good;
    }

    private static int RunTrial(string folder, ComputeDevice? device)
    {
        using var stop = new TerminationSignals();
        using var rungs = RungRegistry.ForTrials();
        var result = new TrialJob(rungs.Find, TimeProvider.System).Run(folder, stop.Token, device?.Name);
        if (result.Failure is not { } failure) return ExitCodes.Good;
        StandardStreams.Error.WriteLine($"The trial failed: {failure.Reason}");
        return ExitCodes.GateFailed;
    }

    private static int Serve(string folder, IReadOnlyList<string> models, ComputeDevice device)
    {
        using var stop = new TerminationSignals();
        using var rungs = new RungRegistry();
        var client = WorkerTransport.OverStandardStreams();
        var artifact = Artifact.Open(folder, [.. models, .. BaseModels.OnThisMachine(Artifact.ReadManifest(folder))], device.Name);
        var rung = rungs.Find(artifact.Manifest.Rung) ?? throw artifact.Invalid($"is of the rung `{artifact.Manifest.Rung}`, which this program does not have");
        using var predictor = DecidingPredictor.Open(rung, artifact);
        new ArtifactServer(predictor, artifact.Manifest).Run(client, stop.Token);
        return ExitCodes.Good;
    }
}
