using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// The course of every trial: fit the rung, finish its artifact, open that as anybody could, predict every part with it, time
/// single requests, and ask about perturbed texts. What is measured is what would be served.
/// </summary>
public static class TrialPipeline
{
    private static readonly string Version = typeof(TrialPipeline).Assembly.GetName().Version!.ToString(3);

    /// <summary>Runs a trial; its predictions are in the log when this returns.</summary>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="TrialFailedException">The rung cannot work here.</exception>
    /// <exception cref="Fulcrum.Data.InputException">The model, the settings or texts cannot be used.</exception>
    public static TrialOutcome Run(IRung rung, TrialContext context, CancellationToken cancellationToken)
    {
        if (context.Data.Train.Count == 0 && rung.Description.Learns) throw new TrialFailedException("The training part is empty.");
        Directory.CreateDirectory(context.ArtifactFolder);
        var fitContext = context.ForFit();
        var fit = rung.Fit(fitContext, cancellationToken);
        var manifest = new PredictorManifest
        {
            Fulcrum = Version,
            Rung = rung.Description.Name,
            Task = context.Task.Kind,
            Device = context.Trial.Device,
            Labels = context.Data.Labels,
            LabelSeparator = context.LabelSeparator,
            Columns = context.Columns,
            Models = fit.Models.ToDictionary(model => model.Key, model => ModelIdentity.Of(model.Value)),
            Settings = fit.Predictor,
        };
        Artifact.WriteManifest(context.ArtifactFolder, manifest);
        context.Progress.Report(new StageProgress("opening the artifact"));
        using var opened = rung.Open(Artifact.Open(context.ArtifactFolder, device: context.Trial.Device));
        var dev = fit.DevAnswers;
        if (context.Task.Kind.HasThresholds && context.Data.Dev.Count > 0)
        {
            if (dev.Count == 0) dev = DevAnswers.Ask(context, opened, cancellationToken);
            manifest = manifest with { Rule = DecisionRule.Of(DevAnswers.ChooseThresholds(fitContext, dev)) };
            Artifact.WriteManifest(context.ArtifactFolder, manifest);
        }

        using var predictor = new DecidingPredictor(opened, manifest);
        var predictions = PartPredictions.Write(context, predictor, [.. dev.Select(answer => DecidingPredictor.Decide(answer, manifest))], cancellationToken);
        // Before texts are asked about once more, to time them and in perturbed copies: the notes count texts of the data.
        string[] notes = [.. fit.Notes, .. predictor.Notes, .. predictions.Notes];
        var latencies = SingleTextLatency.Measure(context, predictor, cancellationToken);
        var perturbedNotes = PerturbedPredictions.Write(context, predictor, predictions, cancellationToken);
        return new TrialOutcome(fit)
        {
            TestSeconds = predictions.TestSeconds,
            ArtifactBytes = Artifact.Size(context.ArtifactFolder),
            Latencies = latencies,
            Notes = [.. notes, .. perturbedNotes],
        };
    }
}
