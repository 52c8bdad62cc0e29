using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Tuned;

/// <summary>What all tuning has in common: search the learning rate, then predict every part with what was best on dev.</summary>
internal static class TunedTrial
{
    /// <summary>Runs the trial.</summary>
    /// <param name="context">The trial.</param>
    /// <param name="model">What to tune.</param>
    /// <param name="settings">How.</param>
    /// <param name="sequences">The training part as the model sees it.</param>
    /// <param name="weightDecay">Of the optimizer.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    public static RungOutcome Run(
        TrialContext context, ITunable model, TuningSettings settings, IReadOnlyList<TrainingSequence> sequences, double weightDecay, CancellationToken cancellationToken)
    {
        var start = context.Clock.GetTimestamp();
        var search = new LearningRateSearch(context, model, settings);
        search.Run(sequences, new TrainingOptions { LearningRate = 0, Optimizer = new() { WeightDecay = weightDecay } }, cancellationToken);
        var trainingSeconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        var predictions = PartPredictions.Write(context, model.Classifier, cancellationToken);
        return new RungOutcome
        {
            Chosen = search.Chosen,
            Search = search.Steps,
            TrainingSeconds = trainingSeconds,
            TestSeconds = predictions.TestSeconds,
            TrainedParameters = search.TrainedParameters,
            TotalParameters = model.ParameterCount,
            ArtefactBytes = ArtefactFolder.Size(context.ArtefactFolder),
            TrainingTokens = search.Tokens,
            Notes = [.. search.Notes, .. predictions.Notes],
        };
    }
}
