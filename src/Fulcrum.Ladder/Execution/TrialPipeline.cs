using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// The course of every trial: fit the rung, finish its artifact, open that as anybody could, predict every part with it, and time
/// single requests. What is measured is what would be served.
/// </summary>
public static class TrialPipeline
{
    /// <summary>What <see cref="PredictorManifest.Task"/> says.</summary>
    public const string Classification = "classification";

    private static readonly string Version = typeof(TrialPipeline).Assembly.GetName().Version!.ToString(3);

    /// <summary>Runs a trial; its predictions are in the log when this returns.</summary>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="TrialFailedException">The rung cannot work here.</exception>
    /// <exception cref="Fulcrum.Data.InputException">The model, the settings or texts cannot be used.</exception>
    public static TrialOutcome Run(IRung rung, TrialContext context, CancellationToken cancellationToken)
    {
        if (context.Data.Train.Count == 0 && rung.Description.Learns) throw new TrialFailedException("The training part is empty.");
        Directory.CreateDirectory(context.ArtifactFolder);
        var fit = rung.Fit(context.ForFit(), cancellationToken);
        Artifact.WriteManifest(context.ArtifactFolder, new PredictorManifest
        {
            Fulcrum = Version,
            Rung = rung.Description.Name,
            Task = Classification,
            Device = context.Trial.Device,
            Labels = context.Data.Labels,
            Columns = context.Columns,
            Models = fit.Models.ToDictionary(model => model.Key, model => ModelIdentity.Of(model.Value)),
            Settings = fit.Predictor,
        });
        context.Progress.Report(new StageProgress("opening the artifact"));
        using var predictor = rung.Open(Artifact.Open(context.ArtifactFolder, device: context.Trial.Device));
        var predictions = PartPredictions.Write(context, predictor, fit.DevAnswers, cancellationToken);
        string[] notes = [.. fit.Notes, .. predictor.Notes, .. predictions.Notes];
        return new TrialOutcome(fit)
        {
            TestSeconds = predictions.TestSeconds,
            ArtifactBytes = Artifact.Size(context.ArtifactFolder),
            Latencies = SingleTextLatency.Measure(context, predictor, cancellationToken),
            Notes = notes,
        };
    }
}
